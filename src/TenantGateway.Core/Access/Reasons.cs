using System.Collections.Immutable;

namespace TenantGateway.Core.Access;

/// <summary>
/// The registry of every refusal. Problem details, logs, metrics, audit records and <c>docs/errors.md</c> all come from here.
/// </summary>
public static class Reasons
{
    // :: The edge
    public static readonly Reason UnknownHost = new("unknown_host", 421, "This gateway does not serve that host.", "Use a host name bound to your tenant or the shared one.");
    public static readonly Reason MisdirectedRequest = new("misdirected_request", 421, "The host is not the one the TLS connection was opened for.", "Open a connection of its own for each host name.");
    public static readonly Reason AmbiguousPath = new("ambiguous_path", 400, "The request target can be read in more than one way.", "Send a path without encoded slashes or dots, backslashes, empty segments, dot segments, path parameters or control characters, and everything beyond ASCII encoded as UTF-8.");
    public static readonly Reason AmbiguousFraming = new("ambiguous_framing", 400, "The message framing can be read in more than one way.", "Send either Content-Length or Transfer-Encoding, once, with HTTP/1.1 or later.");
    public static readonly Reason UpgradeRefused = new("upgrade_refused", 400, "The route does not take an upgrade or a tunnel.", "Send plain requests; WebSockets, of RFC 6455 or RFC 8441, pass only where the policy of the route declares them.");
    public static readonly Reason MalformedRequest = new("malformed_request", 400, "The request is malformed or was cut off.", "Send a complete, well-formed request.");
    public static readonly Reason UnknownRoute = new("unknown_route", 404, "No route serves this path.", "Check the path and the method.");
    public static readonly Reason MethodNotAllowed = new("method_not_allowed", 405, "The route does not take this method.", "Check the method.");
    public static readonly Reason AddressLimited = new("address_limited", 429, "Too many requests come from this address.", "Wait as long as Retry-After says, then send fewer at once.");
    public static readonly Reason Overloaded = new("overloaded", 503, "The gateway has as much work as it can do.", "Try again later.");
    public static readonly Reason RequestTimeout = new("request_timeout", 408, "The body did not arrive in time.", "Send the request again on a faster connection.");

    // :: Authentication
    public static readonly Reason MissingToken = new("missing_token", 401, "An access token is needed.", "Send Authorization: Bearer with an access token.");
    public static readonly Reason InvalidToken = new("invalid_token", 401, "The access token is not valid here.", "Get a new access token from your identity provider.");
    public static readonly Reason InsufficientAuthentication = new("insufficient_user_authentication", 401, "The login is too weak or too old for this operation.", "Log in again with a second factor or your organization's single sign-on.");
    public static readonly Reason IdentityProviderUnavailable = new("identity_provider_unavailable", 503, "The identity provider's keys cannot be had, so no token of it can be checked.", "Try again later.");

    public static readonly Reason SessionIdle = new("session_idle", 401, "The session has not been used for too long.", "Log in again.");
    public static readonly Reason RevocationsUnknown = new("revocations_unknown", 503, "It cannot be told at present which logins have been revoked.", "Try again later.");
    public static readonly Reason InvalidLogout = new("invalid_logout", 400, "The logout token is not valid here.", "Send one logout token of a configured issuer, once (OpenID Connect Back-Channel Logout 1.0).");
    public static readonly Reason LogoutFailed = new("logout_failed", 400, "The logout could not be carried out, or not be recorded.", "Send the logout token again while it is valid, or a new one.");
    public static readonly Reason ExchangeMalformed = new("exchange_malformed", 400, "The request is no token exchange that this gateway does (RFC 8693).", "Send a form with grant_type, subject_token, subject_token_type and one audience of the form urn:tenantgateway:tenant:ID, each once, and no client authentication.");
    public static readonly Reason SubjectTokenRefused = new("subject_token_refused", 400, "The subject token is not that of a service here.", "Get a new token by the client-credentials grant, for the audience of this gateway.");
    public static readonly Reason ServiceNotAllowed = new("service_not_allowed", 400, "The service may not act for that audience.", "Ask the operator to register the service for the tenant, and use the tenant's own host or a shared one.") { IsSecurityEvent = true };
    public static readonly Reason ScopeNotAllowed = new("scope_not_allowed", 400, "The service has none of the scopes that it asks for.", "Ask for scopes that the service is registered with.");

    // :: People at a browser
    public static readonly Reason InvalidLogin = new("invalid_login", 400, "The login cannot be completed.", "Begin again at the start page, in one browser, and within fifteen minutes.");
    public static readonly Reason SessionEnded = new("session_ended", 401, "The session has ended.", "Log in again.");
    public static readonly Reason TwoCredentials = new("two_credentials", 400, "The request carries an access token and the cookie of a session.", "Send one of them.");
    public static readonly Reason ForeignOrigin = new("foreign_origin", 403, "The request does not come from a page of this gateway.", "Use the gateway's own pages; a script of them sends X-Anti-Forgery.") { IsSecurityEvent = true };

    // :: Tenancy and authorization
    public static readonly Reason CallerNotAccepted = new("caller_not_accepted", 403, "The route does not take callers of this kind.", "Call it as a person, or as a service, as the operator has declared the route.");
    public static readonly Reason UnknownOrganization = new("unknown_organization", 403, "The token's organization has no tenant here.", "Ask the operator to bind your organization.");
    public static readonly Reason TenantMismatch = new("tenant_mismatch", 403, "The token belongs to another tenant than the host.", "Use your own tenant's host.") { IsSecurityEvent = true };
    public static readonly Reason TenantSuspended = new("tenant_suspended", 403, "The tenant is suspended.", "Ask the operator.");
    public static readonly Reason TenantElsewhere = new("tenant_elsewhere", 421, "The tenant is served in another region.", "Use the gateway of your tenant's region.");
    public static readonly Reason RoleMissing = new("role_missing", 403, "The actor lacks the role for this operation.", "Ask an administrator for the role.");
    public static readonly Reason ClassWriteDenied = new("class_write_denied", 403, "The actor may not write values of this class.", "Send the handle you were given, or ask for the right to write the class.");
    public static readonly Reason ClassSearchDenied = new("class_search_denied", 403, "The actor may not search by values of this class.", "Search by a handle you were given, or ask for the right to search the class.");

    // :: Routes whose callers have no token
    public static readonly Reason InvalidSignature = new("invalid_signature", 403, "The message is not one that a sender of this route has signed, here and now.", "Sign the exact body with a secret of this tenant and route, send each header of the signature once, no token and no query, and keep the clock right.");
    public static readonly Reason WebhookReplayed = new("webhook_replayed", 409, "The message was delivered before, or is being delivered.", "Nothing, if it was; send a new message under a new id otherwise.");
    public static readonly Reason DeliveriesUnknown = new("deliveries_unknown", 503, "It cannot be told at present whether the message was delivered before.", "Send the message again later.");
    public static readonly Reason TenantUndecided = new("tenant_undecided", 421, "Nothing says for which tenant the request is.", "Use the host name of the tenant.");

    // :: Quotas
    public static readonly Reason TenantRateLimited = new("tenant_rate_limited", 429, "The tenant has used up its rate of requests.", "Wait as long as Retry-After says.");
    public static readonly Reason TenantConcurrencyLimited = new("tenant_concurrency_limited", 429, "The tenant has as many requests under way as it may.", "Wait for answers before sending more.");

    public static readonly Reason DistinctValuesLimited = new("distinct_values_limited", 429, "The actor has sent as many different values of this class as it may.", "Wait as long as Retry-After says; who must look up many values needs a limit of the policy that allows it.") { IsSecurityEvent = true };

    // :: Request content
    public static readonly Reason BodyTooLarge = new("body_too_large", 413, "The body is larger than the route takes.", "Send less at once.");
    public static readonly Reason UnsupportedMediaType = new("unsupported_media_type", 415, "The route does not take this content type.", "Send application/json in UTF-8, or another type that the policy of the route takes.");
    public static readonly Reason UnsupportedContentEncoding = new("unsupported_content_encoding", 415, "The route does not take this content encoding.", "Send the body without Content-Encoding, or in one of gzip, br and deflate.");
    public static readonly Reason InvalidUtf8 = new("invalid_utf8", 400, "The body is not valid UTF-8 without a byte order mark.", "Encode the body as UTF-8.");
    public static readonly Reason MalformedJson = new("malformed_json", 400, "The body is not one well-formed JSON value (RFC 8259).", "Mend the JSON.");
    public static readonly Reason JsonTooDeep = new("json_too_deep", 400, "The JSON is nested deeper than the gateway takes: 64 levels, or fewer by its settings.", "Flatten the document.");
    public static readonly Reason LoneSurrogate = new("lone_surrogate", 400, "A JSON string holds half of a surrogate pair.", "Escape characters beyond the basic plane as pairs.");
    public static readonly Reason DuplicateName = new("duplicate_name", 400, "A name that a policy covers occurs twice.", "Send every property and parameter once.");
    public static readonly Reason AmbiguousName = new("ambiguous_name", 400, "A name differs from one that a policy covers only in case or by a NUL.", "Spell names exactly as documented.");
    public static readonly Reason TooManyFields = new("too_many_fields", 413, "The document holds more protected fields than allowed.", "Send less at once.");
    public static readonly Reason ForbiddenClass = new("forbidden_class", 422, "The request holds data of a kind that must not be sent.", "Leave the field out.");
    public static readonly Reason InvalidPseudonym = new("invalid_pseudonym", 422, "A pseudonym is damaged, of a key that is gone, or was made for another field.", "Send the pseudonym exactly as you received it, in a field of the same class, or leave the field out.");
    public static readonly Reason RemovedValue = new("removed_value", 422, "Nothing was written back in place of a value that the caller is not shown.", "Leave the field out, or send a new value.");
    public static readonly Reason UnlistedProperty = new("unlisted_property", 422, "The request holds a value that the policy of the route does not name.", "Leave the value out, or have the policy name it.");
    public static readonly Reason PersonalDataFound = new("personal_data_found", 422, "The request holds personal data where none belongs.", "Leave it out, or send it in the field that is meant for it.");
    public static readonly Reason TooMuchToRecognize = new("too_much_to_recognize", 413, "The document holds more that could be personal data than is looked at.", "Send less at once.");
    public static readonly Reason TooManyTokens = new("too_many_tokens", 413, "The document holds more tokens or handles than are opened at once.", "Send less at once.");
    public static readonly Reason NameTooLong = new("name_too_long", 400, "The name of a member or form field is longer than allowed.", "Shorten the name.");
    public static readonly Reason ValueTooLong = new("value_too_long", 422, "A protected value is longer than the gateway takes: 60 KB, or less by its settings.", "Shorten the value.");
    public static readonly Reason ValueTypeMismatch = new("value_type_mismatch", 422, "A searchable field holds another type than its policy declares.", "Send the declared type.");
    public static readonly Reason UnfitValue = new("unfit_value", 422, "A value does not fit the shape in which its field is stored.", "Send the value as its format is written: an address with one @, a date as YYYY-MM-DD, a phone number as + and digits.");
    public static readonly Reason StoredTokenInRequest = new("stored_token_in_request", 400, "The request holds a stored token, or a value where only tokens lie.", "Send values or the handles you were given; stored tokens are never a caller's.") { IsSecurityEvent = true };
    public static readonly Reason InvalidHandle = new("invalid_handle", 400, "A handle is damaged or was not given to this actor for this field.", "Send the handle exactly as you received it, in a field of the same class.") { IsSecurityEvent = true };
    public static readonly Reason SearchNotRepeatable = new("search_not_repeatable", 400, "While the lookup key of the tenant is rotated this search must be asked twice, and cannot be as it stands.", "Send a GET without a body, with no parameters beside the search but filters that the route's policy names, or wait until the rotation has ended.");
    public static readonly Reason AmbiguousPart = new("ambiguous_part", 400, "A part of the multipart body can be read in more than one way.", "Write each part as browsers do: Content-Disposition with a plain name, no other encoding than UTF-8, and nothing around the parts.");
    public static readonly Reason FileNotAccepted = new("file_not_accepted", 415, "The form holds a file of a type that the route does not take.", "Send files of the types that the route's policy names, and values as fields.");
    public static readonly Reason AmbiguousHeader = new("ambiguous_header", 400, "A header that the route's policy covers can be read in more than one way.", "Send the header once, with one value: without comma, semicolon, quotation mark and backslash, and encoded as the service documents it, once.");
    public static readonly Reason AmbiguousCookie = new("ambiguous_cookie", 400, "A cookie that the route's policy covers can be read in more than one way.", "Send one Cookie header with the cookie once, its name exactly as documented and its value encoded once.");
    public static readonly Reason MaskedValue = new("masked_value", 422, "A masked value was written back.", "Leave masked fields out, or send the full value.");

    // :: Response content
    public static readonly Reason ResponseNotInspectable = new("response_not_inspectable", 502, "The service's answer cannot be inspected and was withheld.", "The service must answer JSON in UTF-8, or a stream that the policy of the route declares, well formed, in one coding or none, each document below 8 MB.");

    public static readonly Reason AnswersNotMergeable = new("answers_not_mergeable", 502, "The service's answers to a search under two keys cannot be joined exactly and were withheld.", "The service must answer as the route's policy declares, whole and alike; the gateway's log says what differs.");

    // :: Services, keys, log
    public static readonly Reason ServiceUnavailable = new("service_unavailable", 502, "The service behind the gateway did not answer.", "Try again later.");
    public static readonly Reason ServiceTimeout = new("service_timeout", 504, "The service behind the gateway did not answer in time.", "Try again later.");
    public static readonly Reason DeadlineExceeded = new("deadline_exceeded", 504, "The exchange took longer than any may.", "Ask for less at once, or try again later.");
    public static readonly Reason PolicyUnavailable = new("policy_unavailable", 503, "The route has no valid policy.", "The operator must mend the policy the route names.");
    public static readonly Reason TenantKeyUnavailable = new("tenant_key_unavailable", 403, "The tenant's key-encryption key is disabled, forbidden or gone.", "Ask your key administrator to enable the key or to restore the access to it.");
    public static readonly Reason RecognizerUnavailable = new("recognizer_unavailable", 503, "What looks for personal data in texts does not answer, so none goes on.", "Try again later.");
    public static readonly Reason KeyServiceUnavailable = new("key_service_unavailable", 503, "The key service does not answer, and the tenant's keys may be held no longer without it.", "Wait as long as Retry-After says.");
    public static readonly Reason SearchNotReady = new("search_not_ready", 503, "The lookup key of the tenant is being rotated, and the route's policy does not say how its service is asked meanwhile.", "The operator must declare twoTokens for the parameter, or end the rotation.");
    public static readonly Reason AuditUnavailable = new("audit_unavailable", 503, "The audit trail cannot be written, so nothing that must be recorded is done.", "Try again later.");
    public static readonly Reason InternalError = new("internal_error", 500, "The gateway failed.", "Try again later; quote the request id to the operator.");

    public static readonly Reason TenantPlaceUnavailable = new("tenant_place_unavailable", 503, "The region or the cluster that the tenant's requests do not leave is not available for this route.", "Try again later; the operator must mend the pin or the place.");
    public static readonly Reason TenantChanged = new("tenant_changed", 503, "What the tenant's organization may do, or where its requests go, was changed while the request was under way.", "Send the request again.");

    // :: Admin
    public static readonly Reason MissingReason = new("missing_reason", 400, "Whatever changes state needs a reason.", "Send X-Reason, or --reason with tgw.");
    public static readonly Reason InvalidDefinition = new("invalid_definition", 422, "The definition is not valid.", "See the errors member for each member and its mend.");
    public static readonly Reason DefinitionTooLarge = new("definition_too_large", 413, "The definition is larger than 64 KB.", "Send less at once.");
    public static readonly Reason TenantConflict = new("tenant_conflict", 409, "The tenant, organization or host is already defined otherwise.", "Choose another, or look at the existing tenant.");

    public static readonly Reason PreconditionRequired = new("precondition_required", 428, "A definition is changed only by whoever says which revision was read.", "Read the definition and send its ETag in If-Match.");
    public static readonly Reason PreconditionFailed = new("precondition_failed", 412, "Somebody else has changed the definition meanwhile.", "Read the definition again, apply the change to it and send its new ETag.");

    // :: Operations that take four eyes, and the life of tenants
    public static readonly Reason UnknownOperation = new("unknown_operation", 404, "There is no such operation.", "List the operations.");
    public static readonly Reason OperationClosed = new("operation_closed", 409, "The operation is not open any more: it was decided, has run or has expired.", "Look at the operation; request a new one where it is still needed.");
    public static readonly Reason OperationStale = new("operation_stale", 409, "What would be done is not what was requested and shown.", "Look at the operation again; request a new one where the state has changed.");
    public static readonly Reason SelfApproval = new("self_approval", 403, "Nobody approves what they requested themselves.", "Ask a colleague who has the role.") { IsSecurityEvent = true };
    public static readonly Reason UnknownTenant = new("unknown_tenant", 404, "There is no such tenant.", "List the tenants.");
    public static readonly Reason TenantStateConflict = new("tenant_state_conflict", 409, "The tenant is in a state that does not allow this.", "Look at the tenant's state and its hold.");

    // :: Keys
    public static readonly Reason UnknownGeneration = new("unknown_generation", 404, "The tenant has no such key generation.", "List the tenant's keys.");
    public static readonly Reason GenerationStateConflict = new("generation_state_conflict", 409, "The key generation is in a state that does not allow this.", "Look at the generation's state: only a readable one is disabled, and only a disabled one enabled.");
    public static readonly Reason LookupRotationUnfinished = new("lookup_rotation_unfinished", 409, "An older lookup generation is still searched by.", "Re-tokenize what it still holds and finish that rotation first.");
    public static readonly Reason SearchUndeclared = new("search_undeclared", 409, "A policy does not say how its service takes two tokens of one searchable value.", "Declare it for each parameter in the errors member.");
    public static readonly Reason OldTokensRemain = new("old_tokens_remain", 409, "It is not proven that no token of the older lookup generation is left.", "Re-tokenize the data sets in the errors member, and finish when the report shows zero old tokens.");
    public static readonly Reason KekOfCustomer = new("kek_of_customer", 409, "The key-encryption key is in the customer's own vault.", "Have the customer add a version there, then request the operation byok.bind again: it wraps under the newest one.");
    public static readonly Reason ChangedMeanwhile = new("changed_meanwhile", 409, "The tenant's keys were changed by somebody else at the same moment.", "Look at the tenant's keys, then try again.");

    // :: Customers' own keys
    public static readonly Reason VaultNotConfirmed = new("vault_not_confirmed", 409, "The tenant's own admin has not declared this vault, key and directory, or no longer.", "Have a key admin of the tenant declare it at /.well-known/tenant-gateway/vault, and request exactly that within seven days.");
    public static readonly Reason CustomerKeyUnusable = new("customer_key_unusable", 409, "The customer's key cannot be used: it must be there, enabled, RSA, tagged for the tenant, and wrap and unwrap for the gateway.", "See event 6151 in the log for what is wrong, have the customer mend it, and try again.");

    // :: Stored rows that are looked through
    public static readonly Reason UnknownDataset = new("unknown_dataset", 404, "No dataset of that name is declared for the tenant.", "Declare it, or look at the declared ones.");
    public static readonly Reason UnknownConversion = new("unknown_conversion", 404, "There is no such conversion that is yours.", "Begin one; whoever begins it sends its lines.");
    public static readonly Reason ConversionClosed = new("conversion_closed", 409, "The conversion has ended, or was not ended within three days.", "Begin another.");
    public static readonly Reason ConversionOutOfStep = new("conversion_out_of_step", 409, "The lines do not go on where the conversion stands.", "Go on at the offset that the answer names.");

    // :: Searching the audit log
    public static readonly Reason UnknownRecord = new("unknown_record", 404, "There is no such audit record.", "Search for it; a record that was written a moment ago may not be found yet.");
    public static readonly Reason InvalidCursor = new("invalid_cursor", 400, "The cursor is not one of this search.", "Give it with exactly the filters of the search that it comes from, or begin the search anew without it.");

    /// <summary>All reasons, in the order of this file.</summary>
    public static readonly ImmutableArray<Reason> All =
    [
        .. typeof(Reasons).GetFields()
            .Where(field => field.FieldType == typeof(Reason))
            .Select(field => (Reason)field.GetValue(null)!),
    ];
}
