# Pourquoi un champ est refusé. Un message pour chaque code de src/comment/field.rs.

field-required = Veuillez remplir ce champ.
field-too-short = { $limit ->
    [one] Veuillez écrire au moins un caractère.
   *[other] Veuillez écrire au moins { $limit } caractères.
}
field-too-long = { $limit ->
    [one] Veuillez écrire au plus un caractère.
   *[other] Veuillez écrire au plus { $limit } caractères.
}
field-control-character = Ce champ contient un caractère de commande invisible. Veuillez le retaper plutôt que de le coller.
field-markup = Texte simple seulement, sans HTML, ni balises, ni codes.
field-not-an-email = Ceci n’est pas une adresse de courriel. Elle devrait ressembler à nom@exemple.org.
field-an-email = Ceci est publié : aucune adresse de courriel ne peut y figurer. Veuillez l’enlever.
field-not-a-url = Ceci n’est pas une adresse web. Elle devrait commencer par https:// ou http://.
field-not-a-key = Seuls les lettres, les chiffres et les signes - . _ ~ sont permis ici.
field-unknown = Cette valeur ne fait pas partie des valeurs connues.
field-wrong-type = Une valeur de ce type n’a pas sa place ici. La description de l’API, sous /openapi.json, dit ce qu’il faut.
field-not-published = Le commentaire auquel vous répondez n’est pas publié ici.
field-not-a-domain = Ce n’est pas un domaine. Il devrait ressembler à example.org.
field-not-a-range = Ce n’est ni une adresse IP ni une plage. Elle devrait ressembler à 203.0.113.7, 203.0.113.0/24 ou 2001:db8::/32.
field-not-a-date = Ce n’est pas une date. Elle devrait ressembler à 2027-03-31.
field-wrong = Ce n’est pas exact.
field-past = C’est déjà passé. Choisissez une date plus lointaine, ou aucune.
