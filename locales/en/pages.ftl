# What pages say to readers and editors.

page-netiquette-link = Netiquette
