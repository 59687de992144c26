using System.Collections.Frozen;

namespace TenantGateway.Core.Audit;

/// <summary>
/// The stable number of every outcome, beside its name in a record: 0 to 99 for how a deed went, from 1001 on for the reasons of refusals. A number is never given
/// twice and never changed; a new outcome takes the next one.
/// </summary>
public static class AuditOutcomes
{
    public const string Ok = "ok";

    /// <summary>About to be tried; another record says how it went.</summary>
    public const string Intent = "intent";

    /// <summary>There was nothing to do.</summary>
    public const string Unchanged = "unchanged";

    public const string Pending = "pending";

    /// <summary>It was tried, and whoever tried it is gone: nobody knows how it went.</summary>
    public const string Unknown = "unknown";

    /// <summary>The number of what has none: no outcome that a gateway records.</summary>
    public const int Unlisted = 99;

    private static readonly FrozenDictionary<string, int> Codes = new Dictionary<string, int>
    {
        [Ok] = 0,
        [Intent] = 1,
        [Unchanged] = 2,
        [Pending] = 3,
        [Unknown] = 4,

        // Why a stored record of a key is not used.
        ["unsigned"] = 10,
        ["older"] = 11,
        ["second_primary"] = 12,

        ["unknown_host"] = 1001,
        ["misdirected_request"] = 1002,
        ["ambiguous_path"] = 1003,
        ["ambiguous_framing"] = 1004,
        ["upgrade_refused"] = 1005,
        ["malformed_request"] = 1006,
        ["unknown_route"] = 1007,
        ["method_not_allowed"] = 1008,
        ["address_limited"] = 1009,
        ["overloaded"] = 1010,
        ["request_timeout"] = 1011,
        ["missing_token"] = 1012,
        ["invalid_token"] = 1013,
        ["insufficient_user_authentication"] = 1014,
        ["identity_provider_unavailable"] = 1015,
        ["unknown_organization"] = 1016,
        ["tenant_mismatch"] = 1017,
        ["tenant_suspended"] = 1018,
        ["role_missing"] = 1019,
        ["class_write_denied"] = 1020,
        ["class_search_denied"] = 1021,
        ["tenant_rate_limited"] = 1022,
        ["tenant_concurrency_limited"] = 1023,
        ["body_too_large"] = 1024,
        ["unsupported_media_type"] = 1025,
        ["unsupported_content_encoding"] = 1026,
        ["invalid_utf8"] = 1027,
        ["malformed_json"] = 1028,
        ["json_too_deep"] = 1029,
        ["lone_surrogate"] = 1030,
        ["duplicate_name"] = 1031,
        ["ambiguous_name"] = 1032,
        ["too_many_fields"] = 1033,
        ["value_too_long"] = 1034,
        ["value_type_mismatch"] = 1035,
        ["stored_token_in_request"] = 1036,
        ["invalid_handle"] = 1037,
        ["search_not_repeatable"] = 1038,
        ["masked_value"] = 1039,
        ["response_not_inspectable"] = 1040,
        ["answers_not_mergeable"] = 1041,
        ["service_unavailable"] = 1042,
        ["service_timeout"] = 1043,
        ["deadline_exceeded"] = 1044,
        ["policy_unavailable"] = 1045,
        ["tenant_key_unavailable"] = 1046,
        ["key_service_unavailable"] = 1047,
        ["search_not_ready"] = 1048,
        ["audit_unavailable"] = 1049,
        ["internal_error"] = 1050,
        ["missing_reason"] = 1051,
        ["invalid_definition"] = 1052,
        ["definition_too_large"] = 1053,
        ["tenant_conflict"] = 1054,
        ["unknown_operation"] = 1055,
        ["operation_closed"] = 1056,
        ["operation_stale"] = 1057,
        ["self_approval"] = 1058,
        ["unknown_tenant"] = 1059,
        ["tenant_state_conflict"] = 1060,
        ["unknown_generation"] = 1061,
        ["generation_state_conflict"] = 1062,
        ["lookup_rotation_unfinished"] = 1063,
        ["search_undeclared"] = 1064,
        ["old_tokens_remain"] = 1065,
        ["kek_of_customer"] = 1066,
        ["changed_meanwhile"] = 1067,
        ["vault_not_confirmed"] = 1068,
        ["customer_key_unusable"] = 1069,
        ["unknown_dataset"] = 1070,
        ["unknown_conversion"] = 1071,
        ["conversion_closed"] = 1072,
        ["conversion_out_of_step"] = 1073,
        ["tenant_elsewhere"] = 1074,
        ["tenant_place_unavailable"] = 1075,
        ["tenant_changed"] = 1076,
        ["precondition_required"] = 1077,
        ["precondition_failed"] = 1078,
        ["exchange_malformed"] = 1079,
        ["subject_token_refused"] = 1080,
        ["service_not_allowed"] = 1081,
        ["scope_not_allowed"] = 1082,
        ["caller_not_accepted"] = 1083,
        ["distinct_values_limited"] = 1084,
        ["session_idle"] = 1085,
        ["revocations_unknown"] = 1086,
        ["invalid_logout"] = 1087,
        ["logout_failed"] = 1088,
        ["invalid_login"] = 1100,
        ["session_ended"] = 1101,
        ["two_credentials"] = 1102,
        ["foreign_origin"] = 1103,
        ["invalid_signature"] = 1110,
        ["webhook_replayed"] = 1111,
        ["deliveries_unknown"] = 1112,
        ["tenant_undecided"] = 1113,
        ["unknown_record"] = 1120,
        ["invalid_cursor"] = 1121,
        ["ambiguous_part"] = 1150,
        ["file_not_accepted"] = 1151,
        ["ambiguous_header"] = 1160,
        ["ambiguous_cookie"] = 1161,
        ["forbidden_class"] = 1165,
        ["removed_value"] = 1166,
        ["invalid_pseudonym"] = 1167,
        ["unfit_value"] = 1170,
        ["unlisted_property"] = 1175,
        ["personal_data_found"] = 1176,
        ["too_much_to_recognize"] = 1177,
        ["recognizer_unavailable"] = 1178,
        ["too_many_tokens"] = 1185,
        ["name_too_long"] = 1186,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every outcome with its number.</summary>
    public static IReadOnlyDictionary<string, int> All => Codes;

    public static int CodeOf(string outcome) => Codes.GetValueOrDefault(outcome, Unlisted);
}
