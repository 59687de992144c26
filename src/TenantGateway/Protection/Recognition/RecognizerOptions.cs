using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Protection.Recognition;

/// <summary>A recognizer, by its name under <c>Gateway:Recognizers</c>: <c>[a-z][a-z0-9-]*</c> up to 64 characters, as policies name it. Texts in the clear are sent to it, so it is the deployment that says where it is.</summary>
internal sealed class RecognizerOptions
{
    public const string Section = "Gateway:Recognizers";

    /// <summary>Where it is: an https address without query. Below it the analyzer's <c>analyze</c> is asked.</summary>
    public string Address { get; set; } = "";

    /// <summary>Whether the address may be http although it is not on this machine, as behind a mesh that encrypts. Default: false.</summary>
    public bool AllowPlaintext { get; set; }

    /// <summary>How long it may take to answer, in milliseconds: 50 to 30 000, default 1000.</summary>
    [Range(50, 30_000)]
    public int TimeoutMilliseconds { get; set; } = 1000;

    /// <summary>How long it is not asked any more after half of its answers were missing, in seconds: 1 to 300, default 5.</summary>
    [Range(1, 300)]
    public int BreakSeconds { get; set; } = 5;

    /// <summary>How much text of one unit it is asked about, in bytes: 1 KiB to 8 MiB, default 256 KiB.</summary>
    [Range(1024, 8 * 1024 * 1024)]
    public int MaxBytes { get; set; } = 256 * 1024;

    /// <summary>How many connections to it there are at most: 1 to 256, default 16.</summary>
    [Range(1, 256)]
    public int Connections { get; set; } = 16;
}

/// <summary>All recognizers of the settings.</summary>
internal sealed class RecognizersOptions
{
    public Dictionary<string, RecognizerOptions> Recognizers { get; } = new(StringComparer.Ordinal);
}
