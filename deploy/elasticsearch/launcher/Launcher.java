package org.elasticsearch.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.plugins.ClassPathPlugins;
import org.elasticsearch.plugins.PluginsLoader;
import org.elasticsearch.plugins.PluginsService;

/** Runs one node from jars on the class path until it is told to end; its settings are arguments, name=value. */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] settings) throws Exception {
        LogConfigurator.configureESLogging();
        Environment environment =
            InternalSettingsPreparer.prepareEnvironment(Settings.EMPTY, read(settings), null, () -> "node");
        LogConfigurator.setNodeName(Node.NODE_NAME_SETTING.get(environment.settings()));
        Node node = new Node(
            NodeConstruction.prepareConstruction(environment, ClassPathPlugins.noFolders(), new FromClassPath(), true));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
        node.start();
        // All threads of a node are daemons.
        new CountDownLatch(1).await();
    }

    private static Map<String, String> read(String[] settings) {
        Map<String, String> found = new HashMap<>();
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            found.put(parts[0], parts[1]);
        }
        return found;
    }

    private static void close(Node node) {
        try {
            node.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static final class FromClassPath extends NodeServiceProvider {
        @Override
        PluginsService newPluginService(Environment environment, PluginsLoader none) {
            return new ClassPathPlugins(environment.settings(), environment.configDir());
        }
    }
}
