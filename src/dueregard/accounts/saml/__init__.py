"""Sign-in by SAML 2.0, for an institution whose identity service has nothing newer. An optional extra (docs/modules/accounts.md)."""
