"""Applications, middleware, templates: the order of the house."""

INSTALLED_APPS = [
    "seguia.portal",
    "seguia.replication",
    "seguia.questions",
    "seguia.exchange",
    "seguia.support",
    "seguia.library",
    "seguia.actions",
    "seguia.pages",
    "seguia.dues",
    "seguia.mandates",
    "seguia.membership",
    "seguia.territories",
    "seguia.translation",
    "seguia.reports",
    "seguia.newsletter",
    "seguia.search",
    "seguia.vocabulary",
    "seguia.audit",
    "seguia.files",
    "seguia.notifications",
    "seguia.accounts",
    "seguia.ui",
    "seguia.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "rules",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "seguia.ui.middleware.ReadableRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "seguia.ui.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "seguia.ui.middleware.RefusalMiddleware",
    "seguia.accounts.second_factor.SecondFactorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "seguia.ui.context.site",
                "seguia.membership.acting.acting",
                "seguia.notifications.context.unread_notices",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "seguia.ui.templatetags.seguia",
            ],
        },
    }
]
FORM_RENDERER = "seguia.ui.forms.SeguiaFormRenderer"

ROOT_URLCONF = "seguia.config.urls"
WSGI_APPLICATION = "seguia.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

NINJA_PAGINATION_PER_PAGE = 20
