using System.Globalization;
using System.Text;
using TenantGateway.Core.State;

namespace TenantGateway.Redis.Notices;

/// <summary>A notice as it goes over the wire: <c>SUBJECT VERSION SENDER</c>. Everything else is no notice.</summary>
/// <param name="Subject">What has changed.</param>
/// <param name="Version">What it is now.</param>
/// <param name="Sender">Which process says so.</param>
internal readonly record struct NoticeText(NoticeSubject Subject, long Version, string Sender)
{
    private const int MostBytes = 64;
    private const string State = "state";
    private const string Policies = "policies";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Subject == NoticeSubject.State ? State : Policies)} {Version} {Sender}");

    public static bool TryParse(ReadOnlySpan<byte> utf8, out NoticeText notice)
    {
        notice = default;
        if (utf8.Length > MostBytes) return false;
        var parts = Encoding.UTF8.GetString(utf8).Split(' ');
        if (parts.Length != 3 || parts[2].Length == 0 || !long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var version)) return false;
        if (parts[0] is not (State or Policies)) return false;
        notice = new NoticeText(parts[0] == State ? NoticeSubject.State : NoticeSubject.Policies, version, parts[2]);
        return true;
    }
}
