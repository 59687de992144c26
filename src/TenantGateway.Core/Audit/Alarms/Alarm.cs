using System.Globalization;
using System.Text.Json.Serialization;
using TenantGateway.Core.Access;
using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Audit.Alarms;

/// <summary>Something that a person should look at, as reviewers and webhooks are shown it. It holds what records hold, and so nothing personal.</summary>
public sealed record Alarm
{
    private const string Prefix = "al_";
    private const int IdBytes = 16;

    /// <summary>The same, however often it is told: <c>al_</c> and 26 characters of <c>[a-z2-7]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name of its <see cref="AlarmKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whose; <c>operator</c> for what belongs to no customer.</summary>
    public required string Tenant { get; init; }

    /// <summary>When that happened which raised it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What of several things it was: an event, an outcome, or what is wrong with the log.</summary>
    public required string Cause { get; init; }

    /// <summary>The pseudonym of whom it is about; null where it is about nobody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Actor { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Route { get; init; }

    /// <summary>The classes of values that it is about.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>How many: tokens, values, or records that wait.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Count { get; init; }

    /// <summary>How many are usual.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Usual { get; init; }

    /// <summary>The record that raised it, such as <c>acme/42</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Record { get; init; }

    /// <summary>The id of an alarm: whoever raises the same one again gives it the same.</summary>
    /// <param name="logId">Of the log, so that no two deployments share ids.</param>
    /// <param name="kind">What it is about.</param>
    /// <param name="tenant">Whose.</param>
    /// <param name="what">Tells it from others of its kind and tenant: where in the log, or when.</param>
    public static string IdOf(ReadOnlyMemory<byte> logId, AlarmKind kind, string tenant, long what) =>
        Prefix + Base32.Encode(Fingerprint.Of("alarm", Convert.ToHexStringLower(logId.Span), kind.Name, tenant, what.ToString(CultureInfo.InvariantCulture)).ToArray().AsSpan(0, IdBytes));
}
