## Les chiffres à la rédaction

numbers-title = Chiffres
numbers-days = Jours
numbers-own-days = de … à … ci-contre
numbers-last-days = les { $count } derniers
numbers-from = Du
numbers-to = Au
numbers-show = Afficher
numbers-period = du { $from } au { $to }
numbers-utc = les jours sont ceux de l’heure UTC
numbers-none = Rien pendant ces jours.
numbers-table = En tableau
numbers-csv = CSV
numbers-day = Jour
numbers-received = reçus
numbers-decided = décidés
numbers-reversed = revirements
numbers-median = médiane
numbers-p95 = 95e centile
numbers-clause = Clause
numbers-refused = refusés
numbers-rule = Règle
numbers-pack = Jeu
numbers-hits = occurrences
numbers-precision = précision
numbers-moderator = Modération
numbers-undone = annulées
numbers-nobody = personne n’est nommé
numbers-title-days = Commentaires par jour
numbers-title-waits = Combien de temps les commentaires attendent
numbers-title-clauses = Refus par clause
numbers-title-reversals = Revirements par jour
numbers-title-rules = Accord de la rédaction avec les règles
numbers-title-moderators = Décisions par personne
numbers-lead-days = { $received } reçus, { $decided } décidés. Une décision annulée ne compte pas.
numbers-lead-waits = La moitié des commentaires ont attendu { $median } au plus, dix-neuf sur vingt { $p95 } ; au jour de la décision.
numbers-lead-clauses = { $count ->
    [one] { $count } refus tient.
   *[other] { $count } refus tiennent.
}
numbers-lead-reversals = { $count ->
    [one] { $count } décision a été annulée, rouverte ou changée.
   *[other] { $count } décisions ont été annulées, rouvertes ou changées.
}
numbers-lead-rules = Parmi les commentaires touchés par une règle en vigueur et décidés, la part que la rédaction a refusée ou classée comme pourriel.
numbers-lead-moderators = Décisions prises par chacun, y compris celles qui ont été annulées.
numbers-s = { $count } s
numbers-min = { $count } min
numbers-h = { $count } h
numbers-d = { $count } j
