//! What a text is: folded views with their way back to the original.
