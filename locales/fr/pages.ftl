# Ce que disent les pages aux lecteurs et aux rédacteurs, et les problèmes à tous.

page-skip = Aller au contenu
page-languages = Langues

## Le fil et son formulaire

thread-comments = { $count ->
    [0] Aucun commentaire pour l’instant
    [one] Un commentaire
   *[other] { $count } commentaires
}
thread-removed = Ce commentaire a été retiré.
thread-reply = Répondre
thread-reply-to = à
thread-more = Commentaires suivants
thread-first = Commentaires depuis le début

form-title = Laisser un commentaire
form-note = En soumettant vos commentaires, vous reconnaissez que { $site } a le droit de les reproduire et de les diffuser, en tout ou en partie et de quelque manière que ce soit. Veuillez noter que { $site } n’endosse pas les opinions exprimées. Vos commentaires seront modérés a priori et publiés s’ils respectent la netiquette.
form-netiquette = Netiquette »
form-required = Votre adresse courriel ne sera pas publiée. Les champs obligatoires sont marqués d’un *
form-text = Commentaire
form-name = Nom
form-email = Courriel
form-website = Site web
form-parent = Le commentaire auquel vous répondez
form-language = Langue
form-article_title = Titre de l’article
form-article_url = Adresse de l’article
form-receipt = Confirmez-moi par courriel que vous avez reçu mon commentaire.
form-send = Publier le commentaire
form-parent-gone = Renvoyé, votre commentaire paraîtra seul.
form-answering = Vous répondez à
form-answer-nobody = Ne répondre à personne en particulier
form-closed-title = Les commentaires sont fermés
form-closed = Cet article n’accepte plus de commentaires. Ceux qui sont publiés restent lisibles.
form-closed-kept = Voici votre texte, pour que vous puissiez le garder :

## La netiquette

netiquette-title = Netiquette
netiquette-lead = Voici les points selon lesquels chaque commentaire est lu avant d’être publié.
netiquette-version = Version

## L’état d’un commentaire

status-thanks = Merci. Votre commentaire nous est bien parvenu, il est en lieu sûr.
status-pending = Votre commentaire attend la lecture d’un rédacteur
status-pending-means = Chaque commentaire est lu par un rédacteur avant d’être publié. Cette page montrera toujours où en est le vôtre.
status-pending-mail = Nous vous écrirons aussi quand la décision sera prise.
status-approved = Votre commentaire est publié
status-approved-means = On peut le lire sous l’article. Merci de votre participation.
status-refused = Votre commentaire n’est pas publié
status-refused-means = Un rédacteur l’a lu et a trouvé qu’il ne respecte pas ce point de la netiquette. Vous pouvez le récrire.
status-refused-mail = Si vous pensez que nous avons tort, répondez au courriel que nous vous avons envoyé : une personne l’examinera de nouveau.
status-note = Le rédacteur ajoute :
status-your-comment = Votre commentaire
status-redacted = Quelque chose a été retiré avant la publication, une adresse ou un numéro par exemple.
status-private = L’adresse de cette page est privée : quiconque la possède peut voir ceci. Gardez-la pour y revenir.

## Mots marqués

marks-surface = « { $surface } »
marks-stands-for = « { $surface } » (pour « { $word } »)

## Connexion

login-title = Connexion au bureau de modération
login-demo = Ceci est la démonstration. Connectez-vous avec
login-email = Courriel
login-password = Mot de passe
login-send = Se connecter
login-wrong = Cette adresse et ce mot de passe ne vont pas ensemble. Veuillez vérifier les deux.
login-slow = Trop d’essais depuis ici. Attendez une minute ou deux et réessayez ; d’autres lieux ne sont pas concernés.

## Le bureau

desk-title = File d’attente
desk-one-title = Un commentaire
desk-trays = Corbeilles
desk-log-out = Se déconnecter
desk-on = sur
desk-is-reply = une réponse
desk-reasons = Ce que les règles ont trouvé
desk-fault = Les règles n’ont pas pu lire ce commentaire jusqu’au bout, il est donc retenu :
desk-approve = Approuver
desk-refuse = Refuser
desk-spam = Pourriel
desk-clause = Le point enfreint
desk-clause-choose = Choisir un point…
desk-open = Ouvrir
desk-note = Un mot au lecteur (facultatif, joint à un refus)
desk-undo = Annuler
desk-empty = Rien ici. Tout est lu.
desk-next = Page suivante
desk-nothing-such = Rien de tel ici.
desk-nothing-yet = Rien de tel jusqu’ici ; il reste à chercher plus loin.
desk-trail = Décisions
desk-trail-empty = Personne n’a encore décidé de ce commentaire.
desk-redact = Publier caviardé
desk-reopen = Remettre dans la file
redact-offer = Ce qu’une règle propose de retirer avant la publication :
redact-published = Publié à la place :
preview-refusal = Voir le message d’un refus
preview-approval = Voir le message d’une publication
preview-title = Le message que recevrait l’auteur
preview-none = Personne n’est prévenu.
notes-label = Une note pour l’équipe (jamais montrée aux lecteurs)
notes-add = Ajouter la note
thread-is-open = Le fil accepte les commentaires.
thread-is-closed = Le fil n’accepte plus de commentaires.
thread-close = Fermer le fil
thread-open = Le rouvrir
trail-noted = { $who } a noté :
desk-rules = Lu selon les règles
desk-back = Retour à la file d’attente
tray-pending = En attente
tray-approved = Approuvés
tray-refused = Refusés
tray-spam = Pourriels
is-pending = En attente
is-approved = Approuvé
is-refused = Refusé
is-spam = Pourriel
desk-others-read = Tout ce qui est ici est lu par d’autres.
desk-others-show = Le montrer aussi
desk-undone-open = L’ouvrir
desk-unreached = Rien n’a été changé : le serveur est injoignable. Réessayez quand la connexion sera revenue.
desk-may-not = Votre rôle permet de lire ici, pas de décider.
order-risk = Les plus risqués d’abord
order-oldest = Les plus anciens d’abord
order-newest = Les plus récents d’abord
outcome-none = Rien trouvé
outcome-hint = Indice
outcome-warn = À améliorer
outcome-hold = À lire de près
outcome-spam = Ressemble à du pourriel
outcome-refuse = Refusé par une règle
trail-decided = { $who } : { $status }
trail-refused = { $who } : { $status }, pour « { $clause } »
trail-undone = { $who } a annulé la décision : { $status }
flash-approved = Approuvé. Le commentaire est publié.
flash-refused = Refusé. Le lecteur saura pourquoi.
flash-spam = Mis aux pourriels. Personne n’est averti.
flash-pending = Remis dans la file. Personne n’est prévenu.
flash-noted = C’est noté.
flash-note-empty = Une note doit dire quelque chose.
flash-nothing-to-redact = Aucune règle ne propose plus de retirer quoi que ce soit de ce commentaire.
flash-thread-closed = Le fil n’accepte plus de commentaires.
flash-thread-opened = Le fil accepte de nouveau les commentaires.
flash-undone = Annulé. Le commentaire est revenu où il était.
flash-already-decided = Quelqu’un d’autre a décidé de ce commentaire depuis que vous l’avez ouvert. Voici ce qui vaut maintenant.
flash-claimed = Quelqu’un d’autre lit ce commentaire : rien n’a été décidé. Reprenez-le d’abord, ou laissez-le-lui.
flash-nothing-to-undo = Il n’y a rien à annuler.
flash-clause-needed = Veuillez choisir le point que le commentaire enfreint : le lecteur en est informé.
flash-note-too-long = Le mot au lecteur peut avoir au plus 500 caractères.
flash-not-found = Ce commentaire n’existe plus.

## La page derrière le lien d’un courriel

act-title = Un commentaire attend une décision
act-decided = Ce commentaire a fait l’objet d’une décision
act-desk = Aller au bureau

## Les courriels de la démonstration

mails-title = Courriels
mails-lead = Tous les courriels envoyés par la démonstration, les plus récents d’abord. Ceux qui annoncent une décision attendent cinq secondes, pour qu’une annulation les retienne ; rechargez la page pour voir les nouveaux.
mails-empty = Aucun courriel pour l’instant : envoyez un commentaire ou décidez-en.

## Problèmes : un titre, et que faire

problem-kept = Voici votre texte, pour que vous puissiez le garder :
problem-to-desk = Retour au bureau de modération
problem-malformed-body = Le corps de la requête est illisible
problem-malformed-body-detail = Ce qui a été envoyé est interrompu ou n’est pas du JSON valide. Vérifiez la syntaxe et renvoyez-le.
problem-malformed-parameter = Un paramètre est illisible
problem-malformed-parameter-detail = Un paramètre de l’adresse ou un en-tête a une valeur impossible. La description de l’API, sous /openapi.json, dit ce que chacun accepte.
problem-malformed-parameter-named = « { $name } », dans l’adresse ou un en-tête, est inconnu ici ou a une valeur impossible. La description de l’API, sous /openapi.json, dit ce que chacun accepte.
problem-not-logged-in = Non connecté
problem-not-logged-in-detail = Ceci est réservé aux modérateurs. Connectez-vous au bureau, ou envoyez un jeton valide dans l’en-tête Authorization.
problem-not-allowed = Votre rôle ne le permet pas
problem-not-allowed-detail = Il faut ici un autre rôle. Un responsable peut vous le donner.
problem-not-allowed-role = Il faut ici le rôle « { $role } ». Un responsable peut vous le donner.
problem-session-needed = Depuis le bureau seulement
problem-session-needed-detail = Ce qui touche votre propre connexion se fait avec la session du bureau, pas avec un jeton.
problem-already-moderator = Cette personne est déjà modératrice
problem-already-moderator-detail = Changez ce qu’elle peut faire au lieu de l’inviter encore.
problem-second-factor-in-force = Un second facteur est déjà en vigueur
problem-second-factor-in-force-detail = Retirez-le d’abord, avec votre mot de passe, puis enregistrez le nouveau.
problem-last-owner = Il faut un responsable
problem-last-owner-detail = Personne ne serait plus responsable de tous les sites. Nommez d’abord quelqu’un d’autre.
problem-unknown-person = Il n’y a personne de ce genre
problem-unknown-person-detail = L’identifiant ou l’adresse n’appartient à aucun modérateur, ou l’invitation n’est plus ouverte.
problem-forged-request = La requête ne vient pas de notre page
problem-forged-request-detail = Le jeton du formulaire manque ou appartient à une autre session. Rouvrez la page et recommencez.
problem-thread-closed = Les commentaires sont fermés
problem-thread-closed-detail = Cet article n’accepte plus de commentaires. Le vôtre n’a pas été conservé ; copiez-le si vous voulez le garder.
problem-not-found = Il n’y a rien ici
problem-not-found-detail = L’adresse est fausse ou a changé. Revenez à la page précédente.
problem-unknown-site = Ce site n’existe pas
problem-unknown-site-detail = L’adresse nomme un site inconnu ici. Vérifiez ce qui suit /sites/.
problem-unknown-thread = Ce fil n’existe pas
problem-unknown-thread-detail = L’adresse nomme un article inconnu ici. Revenez à l’article et réessayez à partir de là.
problem-unknown-comment = Ce commentaire n’existe pas
problem-unknown-comment-detail = L’adresse est incomplète, ou le commentaire a été effacé.
problem-method-not-allowed = Ceci n’est pas possible ici
problem-method-not-allowed-detail = L’adresse existe, mais n’accepte pas cette méthode. La description de l’API, sous /openapi.json, dit ce qu’elle accepte.
problem-already-decided = Quelqu’un d’autre a décidé
problem-already-decided-detail = Une décision a été prise après votre lecture. Ce qui vaut maintenant est indiqué ; relisez avant de décider de nouveau.
problem-already-invited = Déjà invité
problem-already-invited-detail = Quelqu’un d’autre a déjà invité cette adresse, à plus que vous ne pouvez donner. Demandez à un responsable de tous les sites.
problem-claimed = Quelqu’un d’autre le lit
problem-claimed-detail = Un collègue lit ce commentaire et va peut-être décider. Reprenez-le d’abord, ou revenez quand il l’aura quitté.
problem-count-changed = Davantage de commentaires que confirmé
problem-count-changed-detail = Depuis que vous avez compté, des commentaires sont revenus dans ce bac. Rien n’a été décidé : comptez de nouveau et confirmez le nouveau nombre.
problem-nothing-to-undo = Il n’y a rien à annuler
problem-nothing-to-undo-detail = La dernière décision a déjà été annulée, ou il n’y en avait pas.
problem-link-expired = Ce lien a expiré
problem-link-expired-detail = Les liens de nos courriels ne valent que quelques jours. Connectez-vous au bureau pour retrouver le commentaire.
problem-link-expired-invitation = Une invitation vaut pour une personne, une fois, et pendant quelques jours ; une plus récente la remplace. Si vous l’avez acceptée, connectez-vous au bureau ; si un message plus récent vous est parvenu, suivez son lien ; sinon, demandez-en une autre à qui vous a invité.
problem-body-too-large = C’est trop long
problem-body-too-large-detail = L’envoi dépasse ce qui est accepté ici. Raccourcissez-le et renvoyez-le.
problem-wrong-content-type = Envoyé sous une forme qui n’est pas acceptée ici
problem-wrong-content-type-detail = L’API accepte application/json, les pages un formulaire ordinaire. Les images et les fichiers ne sont pas acceptés.
problem-invalid-fields = Veuillez vérifier ce qui est signalé
problem-invalid-fields-detail = Rien n’est perdu : corrigez ce qui est signalé et renvoyez.
problem-refused-by-rule = Ceci ne respecte pas encore la netiquette
problem-refused-by-rule-detail = Les mots concernés sont marqués. Rien n’est perdu : corrigez-les et renvoyez.
problem-idempotency-key-reused = Cette clé a servi pour un autre commentaire
problem-idempotency-key-reused-detail = Chaque commentaire demande sa propre Idempotency-Key. Renvoyez avec une nouvelle.
problem-internal = Une erreur s’est produite chez nous
problem-internal-detail = C’est notre faute et elle a été notée. Réessayez dans un moment ; copiez d’abord votre texte.
problem-rules-not-loaded = Les règles n’ont pas été chargées
problem-rules-not-loaded-detail = Les fichiers de règles contiennent une erreur ; les règles en vigueur restent. Corrigez ce qui est nommé ici, ou lancez `placet rules check`, puis chargez-les de nouveau.
problem-too-many-checks = Trop de vérifications
problem-too-many-checks-detail = Cette adresse a fait vérifier beaucoup de brouillons en peu de temps. Patientez un peu ; l’envoi du commentaire reste possible.
problem-too-many-streams = Trop de bureaux ouverts
problem-too-many-streams-detail = Votre bureau est ouvert à trop d’endroits à la fois. Fermez-en quelques-uns ; celui-ci reprendra de lui-même, ou lorsque vous le rechargerez.
problem-busy = Impossible pour l’instant
problem-busy-detail = Le serveur ne peut pas prendre ceci pour l’instant et n’en a rien conservé. Réessayez dans un moment ; copiez d’abord votre texte.

## The rules at the desk

rules-title = Règles
rules-failed = De nouvelles règles n’ont pas pu être chargées
rules-failed-means = Les règles ci-dessous restent en vigueur jusqu’à la correction.
rules-loaded = En vigueur depuis le
rules-try = Essayer un texte
rules-text = Le texte
rules-pack = Jeu de règles ou site
rules-read = Le lire
rules-nothing = Aucune règle ne trouve rien.
rules-rule = Règle
rules-words = Mots
rules-view = Lu comme
rules-word = Mis pour
rules-mode = Mode
view-plain = tel quel
view-folded = sans sosies
view-leet = chiffres pour lettres
view-spaced = lettres espacées
view-masked = masqué
view-repeated = étiré
view-swapped = lettres échangées
rules-mode-off = inactive
rules-mode-shadow = à l’essai
rules-mode-enforce = en vigueur
rules-told = Ce que le lecteur apprendrait avant l’envoi
rules-told-nothing = Rien.
rules-figures = occurrences des 30 derniers jours, pour cette version ; la précision est la part des commentaires décidés que la rédaction a refusés
rules-clause = Clause
rules-action = Effet
rules-hits = Occurrences
rules-precision = Précision
rules-last = Dernière

## Trier la file

filter-title = Filtrer
filter-any = Tous
filter-search = Dans le texte
filter-search-help = Tous les mots. « Entre guillemets » : ensemble. Une étoile pour toute terminaison : bate*
filter-site = Site
filter-thread = Fil (sa clé ; choisissez aussi le site)
filter-language = Langue du texte
filter-outcome = Marqué au moins
filter-author = Courriel de l’auteur
filter-score = Score d’au moins
filter-wrong-q = Cherchez au plus 200 caractères.
filter-wrong-site = Ce site n’existe pas. Choisissez-en un dans la liste.
filter-wrong-thread = Cet article n’existe pas sur ce site. Choisissez aussi le site, et écrivez la clé de l’article comme sa page la porte.
filter-wrong-author = Écrivez une adresse entière, comme ann@example.org.
filter-wrong-score = Écrivez un nombre de 0 à 999, comme 1,5.
filter-links = Avec des liens
filter-first = Premier commentaire de son auteur
filter-not = non
filter-no-rule = Aucune règle en vigueur ne porte ce nom. Ce qu’une ancienne règle de ce nom a marqué est montré.
filter-apply = Afficher
filter-clear = Tout afficher
filter-keep = Ouvrir désormais le bureau sur cette vue
flash-view-kept = Enregistré. Le bureau s’ouvre désormais sur cette vue.
tongue-en = anglais
tongue-fr = français
tongue-es = espagnol
tongue-pt = portugais
tongue-ar = arabe
tongue-zh = chinois
tongue-ru = russe
tongue-de = allemand
tongue-it = italien
age-minutes = { $count } min
age-hours = { $count } h
age-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}

## Autour d’un commentaire

around-title = Autour
around-author = L’auteur
around-first-seen = Vu pour la première fois le
around-names = Signe aussi :
around-namesakes = D’autres sous ce nom, approuvés ici :
around-all = Commentaires de cet auteur en attente
around-latest = Derniers commentaires
around-above = Il répond à
around-neighbours = À côté dans le fil
around-similar = Commentaires semblables, et leur sort
author-count = { $status } : { $count }

## Commentaires gardés comme tests des règles

tests-title = Gardés comme tests
tests-lead = Commentaires sur lesquels la rédaction est revenue. De nouvelles règles devraient faire ce que les gens ont fait à la fin.
tests-means = Quelqu’un est revenu sur ce commentaire. Gardé comme test, il montre, aux règles, si elles font ce que les gens ont fait à la fin.
tests-keep = Garder comme test
tests-drop = Ne plus garder comme test
tests-wanted = Attendu
tests-state = Les règles en vigueur
tests-who = Gardé par
tests-passes = passe { $rules }
tests-fires = est marqué pour « { $clause } »
tests-fires-any = est marqué
tests-holds = le font
tests-fails = ne le font pas
tests-no-pack = ne sont pas chargées
tests-layer = Comme couche de règles
flash-test-kept = Gardé comme test.
flash-test-dropped = Ce n’est plus un test.

## Au clavier, et plusieurs à la fois

keys-title = Touches
keys-lead = Chaque touche peut être une autre : tapez-la dans son champ. Elles sont gardées dans ce navigateur.
keys-close = Fermer
keys-next = Commentaire suivant
keys-previous = Commentaire précédent
keys-approve = Approuver
keys-refuse = Refuser, puis un chiffre pour la clause
keys-spam = Pourriel
keys-undo = Annuler la dernière décision
keys-select = Choisir pour une décision sur plusieurs : les touches décident alors de tous ceux qui sont choisis
keys-open = Ouvrir le commentaire
keys-note = Noter quelque chose pour l’équipe
keys-word = Écrire un mot à l’auteur
keys-redact = Publier sans ce qu’une règle propose de retirer
keys-reopen = Remettre dans la file
keys-search = Filtrer
keys-fresh = Afficher les nouveautés
keys-help = Cette aide
keys-which = Pour quelle clause ? Entrée prend celle qui est choisie.
several-title = Tous ceux qui sont choisis :
several-choose = Choisir le commentaire de
all-link = Décider de tout ce que le filtre trouve…
all-title = Une décision pour tous
all-count = { $count ->
    [0] Il n’y a plus rien de tel ici.
    [one] Un commentaire est concerné.
   *[other] { $count } commentaires sont concernés.
}
all-more = Il y en a davantage. Une décision prend les { $most } plus anciens ; vous pourrez ensuite décider des autres.
all-means = Chacun fait l’objet de sa propre décision et son auteur reçoit le message habituel. Le tout peut être annulé d’un coup, et chacun sur la page du commentaire. Ce qui arrive à partir de maintenant n’est pas concerné.
all-back = Retour à la file
flash-count-changed = Davantage de commentaires sont concernés que vous n’en aviez confirmé. Rien n’a été décidé ; voyez le nouveau nombre.
flash-several = Décidés : { $count }. Non décidés : { $failed }.
flash-all-decided = Décidés : { $count }. Non décidés : { $failed }.
left-comment = Commentaire
left-decided = quelqu’un d’autre en a décidé entre-temps, ou il est déjà là.
left-claimed = quelqu’un d’autre le lit ; reprenez-le d’abord.
left-gone = il n’est plus là.
left-forbidden = votre rôle ne le permet pas là.
left-clause = la nétiquette de son site n’a pas cette clause.
left-failed = il n’a pas été décidé ; ouvrez-le et essayez de nouveau.
flash-several-undone = Annulés : { $count }. Non annulés : { $failed }.
flash-nothing-chosen = Choisissez d’abord des commentaires : cochez-les, ou appuyez sur x.

## Qui lit quoi

claim-reads = lit ce commentaire.
claim-take-over = Le reprendre
filter-held = Aussi ceux que d’autres lisent

# Roles.
role-viewer = observateur
role-moderator = modérateur
role-editor = rédacteur
role-owner = responsable

# Son propre compte.
account-title = Votre compte
account-habits = Langue et courriels
account-language = Langue
account-mail = M’envoyer un courriel quand un commentaire attend
account-keep = Garder
account-kept = C’est gardé.
account-factor = Second facteur
account-factor-on = La connexion demande un code de votre authentificateur.
account-codes-left = Codes de secours restants : { $count }.
account-factor-off = Avec un second facteur, votre mot de passe seul n’ouvre rien.
account-factor-offer = Installer un second facteur
account-factor-scan = Scannez ceci avec votre authentificateur, puis tapez le code qu’il montre.
account-factor-picture = Le secret en image, pour votre authentificateur
account-factor-type = Ou tapez-y ceci :
account-factor-confirm = Mettre en vigueur
account-factor-set = Le second facteur est en vigueur.
account-factor-password = Votre mot de passe, pour le retirer
account-factor-drop = Retirer le second facteur
account-factor-dropped = Le second facteur est retiré.
account-code-wrong = Ce n’est pas le code que l’authentificateur montre maintenant. Vérifiez son horloge et essayez le suivant.
account-codes = Codes de secours
account-codes-means = Chacun ouvre le bureau une fois si vous perdez votre authentificateur. Ils ne sont montrés que cette fois : gardez-les en lieu sûr.
account-password-old = Mot de passe actuel
account-password-new = Nouveau mot de passe (au moins 10 caractères)
account-password-again = Nouveau mot de passe, encore une fois
account-password-set = Changer le mot de passe
account-password-means = Toutes les autres sessions prennent fin.
account-passwords-differ = Les deux nouveaux mots de passe ne sont pas les mêmes.
account-password-wrong = Ce n’est pas votre mot de passe actuel.
account-sessions = Où vous êtes connecté
account-this-session = C’est celle que vous utilisez.
account-client-unknown = Un navigateur qui ne dit pas son nom
account-since = depuis
account-seen = dernière utilisation
account-until = jusqu’au
account-session-end = Mettre fin
account-sessions-end = Mettre fin à toutes les autres
account-sessions-ended = C’est fini : qui l’utilisait est déconnecté.
account-tokens = Jetons de l’API
account-tokens-means = Un jeton agit pour vous. Il ne peut ni plus que vous, ni plus que ce pour quoi il est fait.
account-token-name = À quoi il sert
account-token-sites = Sur ces sites seulement (aucun choisi : sur tous les vôtres)
account-token-days = Bon pour tant de jours (vide : jusqu’à sa révocation)
account-token-make = Créer un jeton
account-token-made = Le jeton est créé.
account-token-once = Votre nouveau jeton, montré cette seule fois
account-token-revoke = Révoquer
account-token-revoked = Révoqué. Il n’ouvre plus rien.
account-token-unknown = Ce jeton n’existe pas, ou il a déjà été révoqué.
account-token-fields = Un jeton a besoin d’un nom de 80 caractères au plus ; ses jours sont un nombre de 1 à 36500, ou rien.

# Qui peut quoi.
people-title = Personnes
people-roles-mean = Un lecteur lit. Un modérateur décide. Un rédacteur ferme aussi les fils, bloque des auteurs et garde des tests des règles. Un responsable charge aussi les règles et dit qui peut quoi.
people-role = Rôle
people-everywhere = Sur tous les sites
people-as-everywhere = comme partout
people-nothing = rien
people-all-sites = tous les sites
people-sites = Sur ces sites seulement (aucun choisi : sur tous)
people-left = ne peut plus rien
people-invite = Inviter quelqu’un
people-invite-send = Envoyer l’invitation
people-invitations = Invitations en attente
people-invitation-revoke = Reprendre
people-invitation-revoked = Reprise. Son lien n’ouvre plus rien.
people-invited = Invitation faite. Un courriel est en route.
people-access-set = Il en est ainsi désormais.
people-own-sites = Sur ces sites
people-already-invited = Quelqu’un d’autre a déjà invité cette adresse, à plus que vous ne pouvez donner. Demandez à un responsable de tous les sites.
people-taken = Cette personne est déjà modératrice : changez son rôle plus haut.
people-last-owner = Personne ne serait plus responsable de tous les sites. Nommez d’abord quelqu’un d’autre.
people-unknown = Ce n’est pas une adresse de courriel, ou il n’y a plus personne. Rien n’a changé.
invitation-title = Modérer les commentaires
invitation-lead = Vous êtes invité par
invitation-name = Votre nom, montré à côté de vos décisions
invitation-accept = Accepter
login-code = Code
login-code-means = Les six chiffres que montre votre authentificateur, ou l’un de vos codes de secours.
login-code-wrong = Ce code n’est pas juste, ou il a déjà servi. Attendez le suivant.
login-late = Cela a pris trop de temps : connectez-vous de nouveau.

# What others do while a page of the desk is open.
live-approved = { $who } a approuvé ce commentaire.
live-refused = { $who } a refusé ce commentaire.
live-spam = { $who } a marqué ce commentaire comme indésirable.
live-pending = { $who } a remis ce commentaire dans la file.
live-kept = { $who } a laissé ce commentaire publié.
live-reported = Un lecteur a signalé ce commentaire.
live-noted = { $who } a écrit une note.
live-nothing = Rien de nouveau.
live-somebody = Quelqu’un
live-new-one = 1 nouveau commentaire
live-new-many = # nouveaux commentaires
live-show = Afficher
live-away = La connexion est coupée. Ce que font les autres apparaîtra à son retour.
live-reset = Il s’est passé beaucoup de choses pendant l’absence de cette page.

## Whom editors trust, hold and block

standings-title = Confiance et blocages
standings-lead = Rien n’est publié par une machine : les commentaires des auteurs de confiance attendent aussi, à la fin. Ce qu’un blocage refuse n’est pas conservé, seulement compté.
standings-all = La liste
standings-none = Personne.
standing-add = En ajouter un
standing-set = Faire confiance, retenir ou bloquer
standing-what = Ce qu’il faut faire
standing-trust-author = Faire confiance à cet auteur : ses commentaires attendent à la fin de la file, sauf si une règle les retient
standing-hold-author = Toujours retenir : ce qu’il écrit attend parmi ce que les règles retiennent, quoi qu’elles en disent
standing-block-author = Bloquer cette adresse : rien n’en est accepté
standing-block-domain = Bloquer le domaine de cette adresse, avec ses sous-domaines
standing-kind = Quoi
standing-trust = Confiance
standing-hold = Toujours retenir
standing-block = Bloquer
standing-is-trust = Auteur de confiance
standing-is-hold = Toujours retenu
standing-is-block = Bloqué
standing-subject = De quel genre
standing-subject-email = Adresse électronique
standing-subject-domain = Domaine de messagerie
standing-subject-ip = Adresse ou plage IP
standing-value = Qui
standing-value-means = Une adresse électronique, un domaine comme example.org, ou une plage IP comme 203.0.113.0/24. Placet ne conserve l’adresse IP d’aucun lecteur : une plage se saisit à la main, d’après le journal de votre serveur mandataire.
standing-site = Où
standing-everywhere = Sur tous les sites
standing-until = Jusqu’au
standing-until-means = Le jour entier compte, en UTC. Sans limite si le champ reste vide.
standing-ends = jusqu’au { $until } UTC
standing-for-good = sans limite
standing-reason = Raison, pour les collègues
standing-keep = Enregistrer
standing-confirm = J’ai vu qui d’autre cela concerne, et je le veux.
standing-state = État
standing-state-in-force = En vigueur
standing-state-expired = Expiré
standing-state-lifted = Levé
standing-lift = Lever
standing-lifted-by = levé par
standing-met = { $count ->
    [one] rencontré une fois
   *[other] rencontré { $count } fois
}
standing-never-met = jamais rencontré
filter-trusted = D’auteurs de confiance, et que rien ne retient
flash-standing-set = Enregistré. C’est en vigueur dès maintenant.
flash-standing-lifted = Levé. Cela n’agit plus.
problem-blocked = Les commentaires d’ici ne sont pas acceptés pour le moment
problem-blocked-detail = Cette rédaction n’accepte pas de commentaires d’ici jusqu’à nouvel ordre. Le vôtre n’a pas été conservé ; ce que vous avez écrit est encore là pour être copié.
problem-blocked-until = Cette rédaction n’accepte pas de commentaires d’ici jusqu’au { $until } UTC. Le vôtre n’a pas été conservé ; ce que vous avez écrit est encore là pour être copié.
problem-blocked-contact = Si vous pensez que c’est une erreur, vous pouvez joindre la rédaction à l’adresse { $contact }
problem-unknown-standing = Cette entrée n’existe pas
problem-unknown-standing-detail = Elle n’existe pas, ou elle a déjà été levée. La liste montre ce qui est en vigueur.
problem-confirmation-needed = Regardez-y encore une fois
problem-confirmation-needed-detail = Cela concernerait d’autres personnes. Confirmez si vous le voulez vraiment.
problem-confirmation-people = Cela concernerait { $authors ->
    [0] aucun auteur connu jusqu’ici
    [one] un auteur qui a écrit ici
   *[other] { $authors } auteurs qui ont écrit ici
}{ $moderators ->
    [0] {""}
    [one] , et un modérateur
   *[other] , et { $moderators } modérateurs
}. Confirmez si vous le voulez vraiment.
problem-confirmation-wide = C’est une plage de très nombreuses adresses, de gens que personne ne connaît. Confirmez si vous le voulez vraiment, ou choisissez-en une plus étroite.

# Readers' reports.
thread-report = Signaler
report-title = Signaler ce commentaire
report-lead = Chaque signalement est lu par la rédaction. Le commentaire reste publié d’ici là ; personne n’apprend qui l’a signalé.
report-clause = Que lui reprochez-vous ?
report-other = Autre chose
report-word = Un mot à la rédaction (facultatif)
report-send = Envoyer le signalement
report-back = Retour aux commentaires
report-thanks = Merci. La rédaction va l’examiner.
report-open = Signalé
report-settled = Signalement traité
desk-reports = Ce que signalent les lecteurs
desk-keep = Le garder
tray-reported = Signalés
form-clause = Que lui reprochez-vous ?
form-word = Un mot à la rédaction
problem-too-many-reports = Trop de signalements
problem-too-many-reports-detail = Beaucoup de commentaires ont été signalés depuis cette adresse en peu de temps. Patientez un peu, puis renvoyez le formulaire.
flash-kept = Gardé. Le commentaire reste publié, ses signalements sont traités.
trail-kept = { $who } l’a gardé ; ses signalements sont traités
reports-more = { $count ->
    [one] et un autre signalement
   *[other] et { $count } autres signalements
}
