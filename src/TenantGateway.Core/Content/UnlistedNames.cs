using System.Collections.Immutable;
using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Content;

/// <summary>What becomes of parameters of queries and of fields of forms that no rule names.</summary>
/// <param name="plain">The names of those that hold no personal data, decoded.</param>
/// <param name="plan">What is done to the others.</param>
public sealed class UnlistedNames(ImmutableArray<string> plain, ContentPlan plan)
{
    private readonly byte[][] _plain = [.. plain.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Judges a parameter of a query: nothing of it can be protected, as a service would not know what to look for.</summary>
    /// <param name="name">Decoded.</param>
    /// <param name="value">Decoded.</param>
    /// <param name="scan">Takes the outcome.</param>
    public void JudgeParameter(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, UnitScan scan)
    {
        if (Passes(name, value)) return;
        if (plan.Unlisted == UnlistedHandling.Refuse) scan.Refuse(Reasons.UnlistedProperty, $"?{Shown(name)}");
        else if (plan.Recognition is { } recognition && scan.Finder.HoldsAny(value, name, recognition, scan)) scan.Refuse(Reasons.PersonalDataFound, $"?{Shown(name)}");
    }

    /// <summary>Judges a field of a form, and adds what is found in it.</summary>
    /// <param name="name">Decoded.</param>
    /// <param name="value">Decoded.</param>
    /// <param name="raw">The value as it is written.</param>
    /// <param name="start">Where it begins in its unit.</param>
    /// <param name="coding">How it is written.</param>
    /// <param name="scan">Takes the outcome.</param>
    public void JudgeField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ReadOnlySpan<byte> raw, int start, SpanCoding coding, UnitScan scan)
    {
        if (Passes(name, value) || scan.Refused is not null) return;
        if (plan.Unlisted == UnlistedHandling.Refuse) scan.Refuse(Reasons.UnlistedProperty, $"form field {Shown(name)}");
        else if (value.IndexOf(MaskMarker.Utf8) >= 0) scan.Refuse(Reasons.MaskedValue, $"form field {Shown(name)}");
        else if (plan.Recognition is { } recognition)
        {
            scan.Finder.FindInField(value, raw, name, start, coding, recognition, scan);
            if (plan.AsksAbout(value)) scan.Ask(new AskedText(start, raw.Length, coding, IsWhole: false));
        }
    }

    /// <summary>Tells each name of pairs joined by <c>&amp;</c> that neither a rule nor this names and that has a value.</summary>
    /// <param name="pairs">Percent-encoded and well formed.</param>
    /// <param name="covered">What rules name.</param>
    /// <param name="prefix">Written in front of each name.</param>
    /// <param name="tell">Takes the names, as they may be shown.</param>
    internal void Tell(ReadOnlySpan<byte> pairs, CoveredNames covered, string prefix, Action<string> tell)
    {
        foreach (var range in pairs.Split((byte)'&'))
        {
            var pair = pairs[range];
            var equals = pair.IndexOf((byte)'=');
            if (equals < 0 || equals == pair.Length - 1) continue;
            using var decoded = Scratch.Rent(pair.Length);
            if (!PercentEncoding.TryDecode(pair[..equals], decoded.Span, out var length)) continue;
            var name = decoded.Span[..length];
            if (covered.Find(name) < 0 && !IsPlain(name)) tell(prefix + Shown(name));
        }
    }

    private bool Passes(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => plan.Unlisted == UnlistedHandling.Pass || value.IsEmpty || IsPlain(name);

    private bool IsPlain(ReadOnlySpan<byte> name)
    {
        foreach (var known in _plain)
        {
            if (name.SequenceEqual(known)) return true;
        }

        return false;
    }

    private static string Shown(ReadOnlySpan<byte> name) => ShownNames.Of(Encoding.UTF8.GetString(name));
}
