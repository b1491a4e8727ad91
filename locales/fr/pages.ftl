# Ce que disent les pages aux lecteurs et à la rédaction.

page-netiquette-link = Nétiquette
