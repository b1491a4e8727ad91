# Ce que disent les courriels. Les mêmes phrases servent en HTML et en texte : aucun balisage ici.

mail-greeting = Bonjour { $name },
mail-quoted = « { $words } »
mail-netiquette = Lire la nétiquette
mail-private-link = Le lien vers la page de votre commentaire est personnel : merci de ne pas le transmettre.
mail-because = { $site } vous envoie ce courriel parce que vous y avez laissé un commentaire avec cette adresse.

## À la modération : un commentaire attend

mail-waiting-subject = Un commentaire attend sur « { $title } »
mail-waiting-title = Un commentaire attend une décision
mail-waiting-lead = { $author } a écrit sur « { $title } » ({ $site }) :
mail-waiting-marked = Ce que les règles ont relevé
mail-waiting-unmarked = Les règles n’ont rien relevé.
mail-waiting-act = Lire et décider
mail-waiting-desk = Aller à la file d’attente
mail-waiting-article = Aller à l’article
mail-waiting-safe = Ouvrir un lien ne change rien : la décision se prend avec les boutons de la page.
mail-waiting-because = { $site } vous envoie ce courriel parce que vous modérez ses commentaires.

## Au lecteur : nous l’avons reçu

mail-received-subject = Nous avons reçu votre commentaire sur « { $title } »
mail-received-title = Nous avons reçu votre commentaire
mail-received-lead = Merci. Votre commentaire sur « { $title } » est bien arrivé à la rédaction ({ $site }) :
mail-received-next = Il n’est pas encore publié : la rédaction lit d’abord chaque commentaire. La page de votre commentaire montre à tout moment où il en est.
mail-received-status = Voir où il en est

## Au lecteur : il est publié

mail-published-subject = Votre commentaire sur « { $title } » est publié
mail-published-title = Votre commentaire est publié
mail-published-lead = Merci de votre participation. Votre commentaire sur « { $title } » est maintenant en ligne ({ $site }) :
mail-published-redacted = Une rédactrice ou un rédacteur a retiré ce que la nétiquette protège, une adresse ou un numéro par exemple ; le reste est tel que vous l’avez écrit.
mail-published-read = Le lire sur la page

## Au lecteur : il n’est pas publié, et pourquoi

mail-refused-subject = Votre commentaire sur « { $title } » n’est pas publié
mail-refused-title = Votre commentaire n’est pas publié
mail-refused-lead = Nous avons lu votre commentaire sur « { $title } » ({ $site }) et ne le publions pas :
mail-refused-why = Pourquoi
mail-refused-clause = Il ne respecte pas ce point de notre nétiquette :
mail-refused-words = Les mots en cause :
mail-refused-note = La rédaction ajoute :
mail-refused-how = Comment la décision a été prise
mail-refused-how-person = Un membre de la rédaction a lu votre commentaire et a pris cette décision. Aucun moyen automatique n’y a rien relevé ni décidé.
mail-refused-how-marked = Une règle automatique a signalé votre commentaire. Un membre de la rédaction l’a ensuite lu et a pris cette décision ; aucune machine n’a décidé.
mail-refused-how-automatic = Une règle automatique a relevé ce point dans votre commentaire et a pris cette décision. Si vous le demandez, une personne le réexaminera.
mail-refused-measure = Nous l’avons examiné de notre propre initiative, comme chaque commentaire. Il n’est affiché sur notre site dans aucun pays, sans limite de durée.
mail-refused-redress = Ce que vous pouvez faire
mail-refused-mend = Vous pouvez l’écrire à nouveau dans le respect de la nétiquette.
mail-refused-by-reply = Si vous pensez que nous avons tort, répondez simplement à ce courriel dans les six mois en disant pourquoi. Une personne de la rédaction lira votre réponse et réexaminera votre commentaire. C’est gratuit.
mail-refused-by-page = Si vous pensez que nous avons tort, demandez un réexamen dans les six mois en disant pourquoi. Une personne de la rédaction décidera, et c’est gratuit.
mail-refused-by-newsroom = Si vous pensez que nous avons tort, écrivez à la rédaction dans les six mois en disant pourquoi. Une personne réexaminera votre commentaire, et c’est gratuit.
mail-refused-appeal = Demander un réexamen
mail-refused-elsewhere = Vous pouvez aussi saisir un organe certifié de règlement extrajudiciaire des litiges, ou un tribunal.
mail-refused-status = Voir la page de votre commentaire

## À quelqu’un qui peut devenir modérateur

mail-invitation-subject = { $title } vous invite à modérer des commentaires
mail-invitation-title = Une invitation
mail-invitation-lead = { $inviter } vous invite au bureau où l’on modère les commentaires, comme { $role }.
mail-invitation-accept = Choisir un nom et un mot de passe
mail-invitation-until = Le lien est bon jusqu’au { $until } UTC, et une seule fois. L’ouvrir ne change rien.
mail-invitation-because = Si vous n’attendiez pas cette invitation, ne faites rien : sans vous, aucun compte n’est créé.
