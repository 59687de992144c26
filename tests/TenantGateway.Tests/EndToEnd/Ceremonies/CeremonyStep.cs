namespace TenantGateway.Tests.EndToEnd.Ceremonies;

/// <summary>A line that people type in a key ceremony.</summary>
/// <param name="Line">Where it stands in the page.</param>
/// <param name="Section">The heading above it.</param>
/// <param name="Language">Of its block: <c>console</c>, <c>azurecli</c> or <c>sh</c>.</param>
/// <param name="Command">Without the prompt and the mark of who types it.</param>
/// <param name="Person">Who types it, as it is marked; empty for the key admin.</param>
/// <param name="Prints">Lines that the output must have, in this order.</param>
internal sealed record CeremonyStep(int Line, string Section, string Language, string Command, string Person, IReadOnlyList<string> Prints);
