//! Who may do what, and where: a role on every site, or on some of them.

use std::collections::BTreeMap;
use std::fmt;

use super::SiteId;

/// What a moderator may do. Each role may do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads the queue, and changes nothing.
    Viewer,
    /// Decides on comments.
    Moderator,
    /// Closes threads, blocks authors, and keeps tests of the rules.
    Editor,
    /// Loads rules, and says who may do what.
    Owner,
}

impl Role {
    /// Every role, the one that may do least first.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Moderator, Self::Editor, Self::Owner];

    /// The word the database, the API and the command line use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Moderator => "moderator",
            Self::Editor => "editor",
            Self::Owner => "owner",
        }
    }

    /// The role of a word that [`Role::as_str`] gave.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// What somebody may do, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// On every site that is not named.
    pub everywhere: Option<Role>,
    /// On these sites.
    pub sites: BTreeMap<SiteId, Role>,
}

impl Access {
    /// The same role on every site.
    #[must_use]
    pub const fn everywhere(role: Role) -> Self {
        Self { everywhere: Some(role), sites: BTreeMap::new() }
    }

    /// The role on a site.
    #[must_use]
    pub fn at(&self, site: SiteId) -> Option<Role> {
        self.sites.get(&site).copied().or(self.everywhere)
    }

    /// Whether it is this role at least, on this site.
    #[must_use]
    pub fn allows(&self, role: Role, site: SiteId) -> bool {
        self.at(site) >= Some(role)
    }

    /// Whether it is this role at least, on some site.
    #[must_use]
    pub fn allows_somewhere(&self, role: Role) -> bool {
        self.everywhere >= Some(role) || self.sites.values().any(|held| *held >= role)
    }

    /// Whether it is this role at least, on every site there is or will be.
    #[must_use]
    pub fn allows_everywhere(&self, role: Role) -> bool {
        self.everywhere >= Some(role) && self.sites.values().all(|held| *held >= role)
    }

    /// Whether it is that of an owner on one of the sites on which `other` is anything: an owner of some sites sees the
    /// people of those.
    #[must_use]
    pub fn owns_some_of(&self, other: &Self) -> bool {
        let owned =
            self.sites.iter().filter(|(_, role)| **role == Role::Owner).any(|(site, _)| other.at(*site).is_some());
        self.allows_everywhere(Role::Owner)
            || owned
            || (self.everywhere == Some(Role::Owner) && other.sites.keys().any(|site| self.allows(Role::Owner, *site)))
    }

    /// What somebody may do from now on who could do `before`, where one with this access says that it be `wanted`; `None`
    /// where they may not say so: an owner of some sites says what is done on those, and nothing to an owner of all.
    #[must_use]
    pub fn may_set(&self, before: &Self, wanted: &Self) -> Option<Self> {
        if self.allows_everywhere(Role::Owner) {
            return Some(wanted.clone());
        }
        let is_own = |site: &SiteId| self.allows(Role::Owner, *site);
        let is_meddling = before.allows_everywhere(Role::Owner)
            || wanted.everywhere.is_some_and(|role| before.everywhere != Some(role))
            || wanted.sites.iter().any(|(site, role)| !is_own(site) && before.sites.get(site) != Some(role));
        let others = before.sites.iter().filter(|(site, _)| !is_own(site));
        let own = wanted.sites.iter().filter(|(site, _)| is_own(site));
        let sites = others.chain(own).map(|(site, role)| (*site, *role)).collect();
        (!is_meddling).then_some(Self { everywhere: before.everywhere, sites })
    }

    /// The same, with no more than this anywhere.
    #[must_use]
    pub fn at_most(&self, most: Role) -> Self {
        Self {
            everywhere: self.everywhere.map(|role| role.min(most)),
            sites: self.sites.iter().map(|(site, role)| (*site, (*role).min(most))).collect(),
        }
    }

    /// The only sites on which it is anything; `None` where that is every site.
    #[must_use]
    pub fn only_sites(&self) -> Option<Vec<SiteId>> {
        self.everywhere.is_none().then(|| self.sites.keys().copied().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_on_a_site_stands_in_the_place_of_the_one_on_every_site() {
        let (one, other) = (SiteId::from_i64(1), SiteId::from_i64(2));
        let access = Access { everywhere: Some(Role::Editor), sites: BTreeMap::from([(one, Role::Viewer)]) };
        assert!(!access.allows(Role::Moderator, one) && access.allows(Role::Editor, other));
        assert!(!access.allows(Role::Owner, other) && !access.allows_everywhere(Role::Moderator));
        assert!(access.allows_somewhere(Role::Editor) && access.only_sites().is_none());
        assert!(!access.at_most(Role::Viewer).allows_somewhere(Role::Moderator));
    }

    #[test]
    fn an_owner_of_one_site_says_what_is_done_there_and_nowhere_else() {
        let (own, other) = (SiteId::from_i64(1), SiteId::from_i64(2));
        let on = |sites: &[(SiteId, Role)]| Access { everywhere: None, sites: sites.iter().copied().collect() };
        let giver = on(&[(own, Role::Owner), (other, Role::Viewer)]);
        let before = on(&[(own, Role::Viewer), (other, Role::Editor)]);
        assert_eq!(
            giver.may_set(&before, &on(&[(own, Role::Editor)])),
            Some(on(&[(own, Role::Editor), (other, Role::Editor)]))
        );
        assert_eq!(giver.may_set(&before, &on(&[])), Some(on(&[(other, Role::Editor)])));
        assert_eq!(giver.may_set(&before, &on(&[(other, Role::Owner)])), None);
        assert_eq!(giver.may_set(&before, &Access::everywhere(Role::Viewer)), None);
        assert_eq!(giver.may_set(&Access::everywhere(Role::Owner), &on(&[(own, Role::Viewer)])), None);
        assert!(giver.owns_some_of(&before) && !giver.owns_some_of(&on(&[(other, Role::Viewer)])));
        assert!(giver.owns_some_of(&Access::everywhere(Role::Editor)) && !before.owns_some_of(&before));
    }

    #[test]
    fn whoever_has_no_role_may_do_nothing() {
        let nobody = Access::default();
        assert!(!nobody.allows_somewhere(Role::Viewer) && !nobody.allows_everywhere(Role::Viewer));
        assert_eq!(nobody.only_sites(), Some(Vec::new()));
    }
}
