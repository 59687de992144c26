using System.ComponentModel.DataAnnotations;
using TenantGateway.Core.Audit.Alarms;
using TenantGateway.Core.Settings;

namespace TenantGateway.Auditing.Alarms;

/// <summary>When alarms are raised and where they go: section <c>Gateway:Audit:Alarms</c>. The same in every process.</summary>
internal sealed class AlarmOptions
{
    internal const string Section = "Gateway:Audit:Alarms";

    /// <summary>Kinds of alarms that are never raised, by name.</summary>
    public List<string> Off { get; set; } = [];

    /// <summary>How long it rests once the whole log was looked at, in milliseconds; 50 to 60,000, default 1000.</summary>
    [Range(50, 60_000, ErrorMessage = $"{Section}:IntervalMilliseconds must be 50 to 60000.")]
    public int IntervalMilliseconds { get; set; } = 1000;

    /// <summary>How long nothing is raised again for the same reason about the same actor or tenant, in minutes; 1 to 1440, default 60.</summary>
    [Range(1, 1440, ErrorMessage = $"{Section}:QuietMinutes must be 1 to 1440.")]
    public int QuietMinutes { get; set; } = 60;

    /// <summary>How many foreign or damaged tokens a tenant may have within <see cref="TokensMinutes"/>; 0 to 1,000,000, default 20.</summary>
    [Range(0, 1_000_000, ErrorMessage = $"{Section}:TokensLimit must be 0 to 1000000.")]
    public int TokensLimit { get; set; } = 20;

    /// <summary>The time in which foreign and damaged tokens are counted, in minutes; 1 to 1440, default 10.</summary>
    [Range(1, 1440, ErrorMessage = $"{Section}:TokensMinutes must be 1 to 1440.")]
    public int TokensMinutes { get; set; } = 10;

    /// <summary>How long after a denial the same must not be allowed, in minutes; 1 to 10,080, default 60.</summary>
    [Range(1, 10_080, ErrorMessage = $"{Section}:DeniedMinutes must be 1 to 10080.")]
    public int DeniedMinutes { get; set; } = 60;

    /// <summary>How long after a tenant's first record nothing is a first reveal yet, in days; 0 to 90, default 7.</summary>
    [Range(0, 90, ErrorMessage = $"{Section}:LearningDays must be 0 to 90.")]
    public int LearningDays { get; set; } = 7;

    /// <summary>How long an actor, and that it was given a class, is remembered, in days; 30 to 400, default 90.</summary>
    [Range(30, 400, ErrorMessage = $"{Section}:RememberDays must be 30 to 400.")]
    public int RememberDays { get; set; } = 90;

    /// <summary>How many actors are remembered; those beyond were not seen for longest, and are new when they come again. 100 to 1,000,000, default 50,000.</summary>
    [Range(100, 1_000_000, ErrorMessage = $"{Section}:MaxActors must be 100 to 1000000.")]
    public int MaxActors { get; set; } = 50_000;

    /// <summary>Up to so many clear values in a day are no alarm, whoever the actor is, and so many are taken as usual for one of fewer than three days; 1 to 100,000,000, default 1000.</summary>
    [Range(1, 100_000_000, ErrorMessage = $"{Section}:VolumeFloor must be 1 to 100000000.")]
    public int VolumeFloor { get; set; } = 1000;

    /// <summary>How many times the actor's usual number of clear values is too many; 2 to 1000, default 5.</summary>
    [Range(2, 1000, ErrorMessage = $"{Section}:VolumeFactor must be 2 to 1000.")]
    public int VolumeFactor { get; set; } = 5;

    /// <summary>How long records may be unsigned, in minutes; 1 to 1440, default 5.</summary>
    [Range(1, 1440, ErrorMessage = $"{Section}:UnsignedMinutes must be 1 to 1440.")]
    public int UnsignedMinutes { get; set; } = 5;

    /// <summary>How long searches may not find records, in minutes; 1 to 1440, default 10.</summary>
    [Range(1, 1440, ErrorMessage = $"{Section}:BehindMinutes must be 1 to 1440.")]
    public int BehindMinutes { get; set; } = 10;

    /// <summary>How long alarms are listed, in days; 30 to 3650, default 400. Their records are kept as all records are.</summary>
    [Range(30, 3650, ErrorMessage = $"{Section}:KeepDays must be 30 to 3650.")]
    public int KeepDays { get; set; } = 400;

    /// <summary>Where alarms are posted to, by a name of 1 to 64 characters of <c>a-z</c>, <c>0-9</c> and hyphen, which begins with a letter.</summary>
    public Dictionary<string, AlarmWebhookOptions> Webhooks { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The hosts that alarms may be posted to.</summary>
    public List<string> WebhookHosts { get; set; } = [];

    internal AlarmRules Rules => new()
    {
        Off = [.. Off.Select(AlarmKind.Find).OfType<AlarmKind>()],
        Quiet = TimeSpan.FromMinutes(QuietMinutes),
        TokensLimit = TokensLimit,
        TokensWindow = TimeSpan.FromMinutes(TokensMinutes),
        DeniedWindow = TimeSpan.FromMinutes(DeniedMinutes),
        Learning = TimeSpan.FromDays(LearningDays),
        Remember = TimeSpan.FromDays(RememberDays),
        VolumeFloor = VolumeFloor,
        VolumeFactor = VolumeFactor,
    };

    internal IReadOnlyList<AlarmAddressee> Addressees => [.. Webhooks.Select(webhook => new AlarmAddressee(webhook.Key, webhook.Value.Tenant))];
}

/// <summary>Where alarms are posted to.</summary>
internal sealed class AlarmWebhookOptions
{
    /// <summary>The address. Its host must be one of <see cref="AlarmOptions.WebhookHosts"/>, and https outside Development.</summary>
    public string Url { get; set; } = "";

    /// <summary>The file with the secret that posts are signed with: one line in base64, with or without <c>whsec_</c> before it, of 16 bytes or more; two lines while it is changed.</summary>
    [SecretFile]
    public string SecretFile { get; set; } = "";

    /// <summary>The tenant whose alarms alone are posted; left out, all are.</summary>
    public string? Tenant { get; set; }
}
