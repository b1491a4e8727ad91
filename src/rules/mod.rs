//! Rule files -> compiled set -> assessment.
