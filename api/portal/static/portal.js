// What makes the pages better where scripts run. Every page is whole without it.
import { suggest } from "./suggest.js";
import { copying } from "./copy.js";
import { patience } from "./patience.js";
import { pictures } from "./pictures.js";
import { nearby } from "./near.js";

document.documentElement.classList.add("scripted");
document.querySelectorAll("form.find[data-suggest]").forEach(suggest);
copying(document);
patience(document);
pictures(document);
nearby(document);
