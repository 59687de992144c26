using System.Text.RegularExpressions;

namespace TenantGateway.Tests.Architecture;

/// <summary>Pure and synchronous: no network, no files, no console, no environment, no clock, no chance but the cryptographic one, no waiting.</summary>
internal static partial class PurityRule
{
    /// <summary>Values that live in a namespace of I/O and do none.</summary>
    private static readonly HashSet<string> Pure = ["System.Net.IPAddress", "System.Net.IPNetwork", "System.Net.Sockets.AddressFamily"];

    public static IEnumerable<TypeUse> Violations(IEnumerable<TypeUse> uses) => uses.Where(use => IsImpure(use) && !IsTheCompilers(use));

    /// <summary>The assemblies that a pure assembly may not reference: all but the base class library and BouncyCastle.</summary>
    public static IEnumerable<string> ForeignReferences(IEnumerable<string> references) =>
        references.Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && name is not ("netstandard" or "BouncyCastle.Cryptography"));

    private static bool IsImpure(TypeUse use) =>
        !Pure.Contains(use.UsedName) && ImpureType().IsMatch(use.UsedName) || ImpureMember().IsMatch($"{use.UsedName}.{use.Member}");

    /// <summary>Iterators compare the current thread's number; nobody wrote that.</summary>
    private static bool IsTheCompilers(TypeUse use) =>
        use.UsedName == "System.Environment" && use.Member is "get_CurrentManagedThreadId" && use.Place.StartsWith('<');

    [GeneratedRegex("""
        ^( System\.Net\..* | Microsoft\.(AspNetCore|Extensions)\..*
        | System\.(Console|Environment|TimeProvider|Random)
        | System\.IO\.(Directory|Drive|File).* | System\.IO\.(RandomAccess|Pipes\..*|IsolatedStorage\..*)
        | System\.Diagnostics\.(Process|Stopwatch) | System\.Threading\.(Thread|Timer|PeriodicTimer)
        | System\.Runtime\.CompilerServices\.(IAsyncStateMachine|Async.*MethodBuilder(`1)?) )$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex ImpureType();

    [GeneratedRegex(@"^System\.(DateTime(Offset)?\.get_(Now|UtcNow|Today)|Guid\.(NewGuid|CreateVersion7)|Threading\.Tasks\.Task\.(Delay|Run|Wait\w*))$")]
    private static partial Regex ImpureMember();
}
