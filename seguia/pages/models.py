"""Editorial pages, news, menus and the image library, in every language of the network."""
