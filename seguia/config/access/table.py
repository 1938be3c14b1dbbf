"""The table itself, app by app: the names of routes, and for whom they are."""

from seguia.config.access import Who

_ROUTES: dict[str, dict[Who, str]] = {
    "": {
        Who.PUBLIC: "sitemap sitemap-section robots feed opensearch openid_connect_login openid_connect_callback "
        "account_login account_logout account_inactive account_signup account_email_verification_sent "
        "account_reset_password account_confirm_login_code account_reset_password_from_key_done "
        "account_reset_password_from_key account_reset_password_done account_request_login_code mfa_authenticate "
        "mfa_login_webauthn socialaccount_login_cancelled socialaccount_login_error socialaccount_signup",
        Who.SIGNED_IN: "account_home account_end_sessions account_data account_export account_erase "
        "account_reauthenticate account_email account_change_password account_set_password mfa_index "
        "mfa_reauthenticate mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes "
        "mfa_generate_recovery_codes mfa_download_recovery_codes mfa_list_webauthn mfa_add_webauthn "
        "mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_edit_webauthn socialaccount_connections",
        Who.MACHINE: "mail-bounces mail-incoming",
    },
    "api": {
        Who.PUBLIC: "openapi-json openapi-view start api-root list_actions read_action read_journey search_actions "
        "list_organisations read_organisation list_members list_members_as_table list_mandates read_mandate "
        "list_territories read_territory read_lineage list_like_places list_concepts read_concept list_goals read_goal list_pages "
        "list_replications read_replication read_action_lineage list_exchanges read_exchange "
        "read_page list_news read_news list_questions list_methods read_method",
    },
    "files": {Who.PUBLIC: "download picture"},
    "thesaurus": {Who.PUBLIC: "scheme concept whole part"},
    "portal": {
        Who.PUBLIC: "home search map map-data about statistics statistics-download saved-search-feed",
        Who.SIGNED_IN: "my-town saved-searches saved-search-create saved-search-change saved-search-delete",
        Who.SECRETARIAT: "desk desk-statistics desk-bulk desk-bulk-apply desk-batch desk-batch-resume desk-batch-undo "
        "desk-undo desk-mail desk-mail-again desk-mail-works desk-decide",
        Who.DEMONSTRATION: "demo",
    },
    "search": {Who.PUBLIC: "suggest"},
    "actions": {
        Who.PUBLIC: "list detail journey",
        Who.SIGNED_IN: "create",
        Who.ORGANISATION: "edit preview versions diff media-add media-remove submit archive restore",
        Who.SECRETARIAT: "publish return",
    },
    "library": {
        Who.PUBLIC: "list detail",
        Who.SIGNED_IN: "create",
        Who.ORGANISATION: "edit document-add document-remove submit archive restore",
        Who.SECRETARIAT: "publish return",
    },
    "replication": {
        Who.PUBLIC: "list detail tree spread spread-data",
        Who.SIGNED_IN: "begin",
        Who.ORGANISATION: "edit show hide stage results remove-result sheet link",
    },
    "territories": {Who.PUBLIC: "list detail like"},
    "membership": {
        Who.PUBLIC: "members members-map members-map-data join newcomer-start newcomer join-town invitation "
        "organisation",
        Who.SIGNED_IN: "join-partner acting",
        Who.ORGANISATION: "own complete withdraw resign edit people invite change-role remove-person "
        "hand-over withdraw-invitation contacts numbers remove-number town-profile",
        Who.SECRETARIAT: "create enter desk desk-membership deed",
    },
    "mandates": {
        Who.PUBLIC: "town",
        Who.ORGANISATION: "begin correct end delete tie untie handover invite change",
        Who.SECRETARIAT: "overview add-term change-term election import staged",
    },
    "dues": {
        Who.SIGNED_IN: "own",
        Who.ORGANISATION: "invoice invoice-pdf routing dispute receipt-pdf",
        Who.SECRETARIAT: "desk invoices invoice-create credit write-off delay settle use-credit scales scale-create "
        "scale scale-edit scale-force scale-copy scale-delete discounts discount-create calls call-create call "
        "call-start call-cancel call-exclude call-include payments payment-create refund payment payment-reverse "
        "statements statement statement-confirm office issuer-create issuer level-create level exports export-file",
    },
    "translation": {
        Who.PUBLIC: "ask",
        Who.SIGNED_IN: "desk languages order edit drop withdraw review",
        Who.SECRETARIAT: "people",
    },
    "questions": {
        Who.PUBLIC: "of-action detail",
        Who.SIGNED_IN: "ask answer edit withdraw helped translate",
        Who.SECRETARIAT: "offline restore",
    },
    "exchange": {
        Who.PUBLIC: "list detail",
        Who.SIGNED_IN: "create",
        Who.ORGANISATION: "edit state match answer cancel held feedback draft",
        Who.SECRETARIAT: "matching run confirm refuse keep",
    },
    "reports": {Who.PUBLIC: "sent create", Who.SECRETARIAT: "detail"},
    "support": {
        Who.PUBLIC: "home figures figures-csv",
        Who.SIGNED_IN: "ask queue adviser-end",
        Who.ORGANISATION: "case write take hand-over decline close withdraw reopen deadline deadline-done recommend "
        "recommend-send publish-result recommendation-answer recommendation-decline recommendation-remove",
        Who.SECRETARIAT: "advisers adviser desk-figures desk-figures-csv",
    },
    "newsletter": {
        Who.PUBLIC: "list subscribe asked confirm issue",
        Who.SECRETARIAT: "desk create invite edit add-item add-text change-item preview test schedule take-back delete",
    },
    "vocabulary": {
        Who.PUBLIC: "list alphabet find detail goal-list goal",
        Who.SECRETARIAT: "add unknown adopt ignore edit merge",
    },
    "notifications": {
        Who.PUBLIC: "unsubscribe",
        Who.SIGNED_IN: "list read-all preferences try-again open read clear",
        Who.SECRETARIAT: "failures",
    },
    "audit": {Who.SECRETARIAT: "record table"},
    "pages": {
        Who.PUBLIC: "news-list feed news page shared shared-picture",
        Who.SECRETARIAT: "list create library image-add image image-delete menu editors manage edit publish withdraw "
        "archive version",
    },
}


def declared_routes() -> dict[str, Who]:
    """Route name → for whom it is."""
    return {
        f"{space}:{name}" if space else name: who
        for space, groups in _ROUTES.items()
        for who, names in groups.items()
        for name in names.split()
    }


TABLE = declared_routes()
