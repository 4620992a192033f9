"""Parts of the site for other people's pages: small pages for frames, oEmbed, the script of the widgets."""
