# Why a field was refused. One message for every code in src/comment/field.rs.

field-required = Please fill this in.
field-too-short = { $limit ->
    [one] Please write at least one character.
   *[other] Please write at least { $limit } characters.
}
field-too-long = { $limit ->
    [one] Please write at most one character.
   *[other] Please write at most { $limit } characters.
}
field-control-character = This contains an invisible control character. Please type it again instead of pasting it.
field-markup = Please use plain text only, without HTML, tags or codes.
field-not-an-email = This is not an email address. It should look like name@example.org.
field-an-email = This is published, so no email address may stand here. Please leave it out.
field-not-a-url = This is not a web address. It should begin with https:// or http://.
field-not-a-key = Only letters, digits and the signs - . _ ~ may stand here.
field-unknown = This is not one of the values we know.
field-wrong-type = A value of this type does not belong here. The API’s description at /openapi.json says which does.
field-not-published = The comment you are answering is not published here.
field-not-a-domain = This is not a domain. It should look like example.org.
field-not-a-range = This is neither an IP address nor a range. It should look like 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.
field-not-a-date = This is not a date. It should look like 2027-03-31.
field-wrong = This is not right.
field-past = This is over already. Please choose a later one, or none.
