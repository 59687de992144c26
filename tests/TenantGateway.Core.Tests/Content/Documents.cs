using System.Globalization;
using CsCheck;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Content;

/// <summary>Random JSON texts and policies over the same few names, so that rules hit at many places.</summary>
internal static class Documents
{
    private static readonly string[] Names = ["a", "b", "c", "dd", "e f", "\u00e9", "\u4e2d", "n1.", "", "\\\"", "0"];

    private static readonly Gen<string> Space = Gen.OneOf("", "", "", " ", "\n", "\t \r\n");

    private static readonly Gen<string> Text = Gen.OneOf(
            "S3CRET", "x", "\u00e9", "\U0001F600", " ", "\u2022", "pn1.", " hn1.", "n1", ",", ":", "}", "]", "%41", "\u007f", "\u2028", "\uffff",
            "\\n", "\\\"", "\\\\", "\\/", "\\u0000", "\\u001f", "\\u001F", "\\u0041", "\\u00e9", "\\ud83d\\ude00", "\\uD83D\\uDE00", "\\u2022", "\\u006e1.")
        .Array[0, 8].Select(parts => "\"" + string.Concat(parts).Replace("\u2022", "", StringComparison.Ordinal).Replace("\\u2022", "", StringComparison.Ordinal) + "\"");

    private static readonly Gen<string> Literal = Gen.OneOf(
        "0", "-0", "5.0", "1e400", "-1E+2", "0.10", "12345678901234567890123", "true", "false", "null", "null", "[]", "{}", "{ }");

    /// <summary>Any values.</summary>
    public static readonly Gen<string> Any = Document(Gen.Frequency((2, Text), (1, Literal)));

    /// <summary>Nothing but strings and null, as searchable fields take them.</summary>
    public static readonly Gen<string> OfStrings = Document(Gen.Frequency((9, Text), (1, Gen.Const("null"))));

    /// <summary>Selectors that overlap, each of a class of its own.</summary>
    public static readonly Gen<string[]> Selectors =
        Gen.OneOf("a", "b", "c", "dd", "\u00e9", "*").Array[1, 4].Select(steps => string.Join('.', steps)).Array[1, 7];

    public static RoutePlan Route(string[] selectors, TokenMode mode)
    {
        var policy = new TestPolicy();
        for (var i = 0; i < selectors.Length; i++) policy.Field(selectors[i], ClassOf(i), mode);
        return policy.Ingress();
    }

    public static string ClassOf(int rule) => string.Create(CultureInfo.InvariantCulture, $"class-{rule}");

    private static Gen<string> Document(Gen<string> leaf) =>
        Gen.Select(Space, Value(leaf, 5), Space, (before, value, after) => before + value + after);

    private static Gen<string> Value(Gen<string> leaf, int depth) => depth == 0
        ? leaf
        : Gen.Frequency((1, leaf), (3, Object(leaf, depth - 1)), (2, Array(leaf, depth - 1)));

    private static Gen<string> Array(Gen<string> leaf, int depth) =>
        Gen.Select(Space, Value(leaf, depth), (space, value) => space + value + space).Array[1, 4].Select(elements => $"[{string.Join(',', elements)}]");

    private static Gen<string> Object(Gen<string> leaf, int depth) =>
        Gen.Select(Gen.Int[0, Names.Length - 1], Gen.Bool, Space, Value(leaf, depth), (name, escaped, space, value) => (name, escaped, space, value))
            .Array[1, 5]
            .Select(members => "{" + string.Join(',', members.DistinctBy(member => member.name).Select(member =>
                $"{member.space}\"{(member.escaped ? Escape(Names[member.name]) : Names[member.name])}\"{member.space}:{member.space}{member.value}")) + "}");

    private static string Escape(string name) =>
        name.Length == 0 || name[0] == '\\' ? name : $"\\u{(int)name[0]:x4}{name[1..]}";
}
