using System.Diagnostics;
using TenantGateway.Core.Keys;

namespace TenantGateway.Admin;

/// <summary>The names of lines and states in the admin API.</summary>
internal static class KeyNames
{
    public static string Of(KeyLine line) => line switch
    {
        KeyLine.Data => "data",
        KeyLine.Lookup => "lookup",
        KeyLine.Audit => "audit",
        _ => throw new UnreachableException($"Line {line} has no name."),
    };

    public static string Of(GenerationState state) => state switch
    {
        GenerationState.Pending => "pending",
        GenerationState.Primary => "primary",
        GenerationState.Searchable => "searchable",
        GenerationState.Readable => "readable",
        GenerationState.Disabled => "disabled",
        GenerationState.Destroyed => "destroyed",
        _ => throw new UnreachableException($"State {state} has no name."),
    };
}
