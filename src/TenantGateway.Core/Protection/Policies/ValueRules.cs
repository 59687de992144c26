using TenantGateway.Core.Access;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>A segment of the path that holds personal data and is searched by: it becomes the deterministic token of its value.</summary>
/// <param name="Template">Which segment of which paths.</param>
/// <param name="Class">A class of which the policy stores searchable tokens.</param>
public sealed record PathRule(PathTemplate Template, FieldClass Class)
{
    /// <summary>How its service is asked while two lookup generations stand: a list, or not at all.</summary>
    public TwoTokens? TwoTokens { get; init; }
}

/// <summary>A header of requests that holds personal data: its service gets it, whether it is on the list of headers or not, with a token in place of the value.</summary>
/// <param name="Name">Exact, but for case.</param>
/// <param name="Class">What it holds.</param>
/// <param name="Mode">How its tokens are made.</param>
/// <param name="Use">What the service does with it, and so what a caller needs the right to.</param>
/// <param name="Encoding">How callers write it.</param>
public sealed record HeaderRule(string Name, FieldClass Class, TokenMode Mode, ValueUse Use, ValueEncoding Encoding)
{
    /// <summary>As for a <see cref="PathRule"/>, where it is searched by.</summary>
    public TwoTokens? TwoTokens { get; init; }
}

/// <summary>A cookie that holds personal data: no cookie reaches a service but those of rules, with a token in place of the value.</summary>
/// <param name="Name">Exact.</param>
/// <param name="Class">What it holds.</param>
/// <param name="Mode">How its tokens are made.</param>
/// <param name="Encoding">How callers write it.</param>
public sealed record CookieRule(string Name, FieldClass Class, TokenMode Mode, ValueEncoding Encoding);

/// <summary>What a service does with a value.</summary>
public enum ValueUse
{
    /// <summary>It stores it.</summary>
    Write,

    /// <summary>It looks for rows that hold it.</summary>
    Search,
}

/// <summary>How the value of a header or cookie is written.</summary>
public enum ValueEncoding
{
    /// <summary>As it is: printable ASCII without what separates.</summary>
    Plain,

    /// <summary>Percent-encoded UTF-8, as <c>encodeURIComponent</c> writes it.</summary>
    Percent,
}
