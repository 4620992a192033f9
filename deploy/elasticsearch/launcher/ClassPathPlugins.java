package org.elasticsearch.plugins;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.Build;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.transport.netty4.Netty4Plugin;

/** Plugins taken from the class path instead of the folders of a distribution: only the one that speaks HTTP. */
public final class ClassPathPlugins extends PluginsService {
    private final List<LoadedPlugin> plugins = List.of(loaded(new Netty4Plugin()));

    public ClassPathPlugins(Settings settings, Path config) {
        super(settings, config, noFolders());
    }

    public static PluginsLoader noFolders() {
        return PluginsLoader.createPluginsLoader(Set.of(), Set.of(), Map.of(), false);
    }

    @Override
    protected List<LoadedPlugin> plugins() {
        return plugins;
    }

    private static LoadedPlugin loaded(Plugin plugin) {
        return new LoadedPlugin(described(plugin.getClass().getName()), plugin, plugin.getClass().getClassLoader());
    }

    private static PluginDescriptor described(String name) {
        String version = Build.current().version();
        return new PluginDescriptor(
            name, "", version, version, "21", name, null, List.of(), false, false, false, false);
    }
}
