using System.Collections.Immutable;
using System.Text.Json;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>Turns the body of a request for an operation into what it asks for, or into everything that is wrong with it at once.</summary>
internal sealed class OperationDraftReader(IOperations operations)
{
    public const int MaxParameters = 32;
    public const int MaxNameLength = 64;
    public const int MaxValueLength = 2048;

    /// <exception cref="InvalidOperationException">A string holds half of a surrogate pair.</exception>
    public (IOperationKind Kind, TenantId Tenant, ImmutableSortedDictionary<string, string> Parameters)? Read(JsonElement body, out IReadOnlyList<DefinitionProblem> problems)
    {
        var found = new List<DefinitionProblem>();
        problems = found;
        var root = new DefinitionCursor(body, "$", found);
        var members = root.AsObject("kind", "tenant", "parameters");
        var kind = ReadKind(root, members.GetValueOrDefault("kind"));
        var tenant = ReadTenant(root, members.GetValueOrDefault("tenant"), kind?.TakesOperator == true);
        var parameters = members.TryGetValue("parameters", out var cursor) ? ReadParameters(cursor) : ImmutableSortedDictionary<string, string>.Empty;
        return found.Count > 0 || kind is null || tenant is not { } id ? null : (kind, id, parameters);
    }

    /// <exception cref="InvalidOperationException">A string holds half of a surrogate pair.</exception>
    public static byte[]? ReadHash(JsonElement body, out IReadOnlyList<DefinitionProblem> problems)
    {
        var found = new List<DefinitionProblem>();
        problems = found;
        var root = new DefinitionCursor(body, "$", found);
        var cursor = root.AsObject("hash").GetValueOrDefault("hash");
        if (cursor is null) root.Report("The member hash is missing.", "Repeat the hash of the operation as it was shown.");
        if (OperationHash.TryParse(cursor?.AsText(MaxValueLength), out var hash)) return found.Count == 0 ? hash : null;
        cursor?.Report("It is no hash.", "Give 64 hexadecimal digits.");
        return null;
    }

    private IOperationKind? ReadKind(DefinitionCursor root, DefinitionCursor? cursor)
    {
        if (cursor is null) root.Report("The member kind is missing.", "Add it.");
        if (cursor?.AsText(MaxNameLength) is not { } name) return null;
        if (operations.Kinds.GetValueOrDefault(name) is { } kind) return kind;
        cursor.Report("There is no such kind.", $"The kinds are {string.Join(", ", operations.Kinds.Keys)}.");
        return null;
    }

    private static TenantId? ReadTenant(DefinitionCursor root, DefinitionCursor? cursor, bool takesOperator)
    {
        if (cursor is null) root.Report("The member tenant is missing.", "Add it.");
        if (cursor?.AsText(MaxNameLength) is not { } name) return null;
        if (takesOperator && name == TenantId.Operator.Value) return TenantId.Operator;
        if (TenantId.TryParse(name, out var tenant) && tenant != TenantId.Operator) return tenant;
        cursor.Report("It is no tenant's id.", "Give the id of a tenant.");
        return null;
    }

    private static ImmutableSortedDictionary<string, string> ReadParameters(DefinitionCursor cursor)
    {
        var parameters = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, place) in cursor.AsMap(MaxParameters))
        {
            if (name.Length is 0 or > MaxNameLength || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')) place.Report("It is no name of a parameter.", "Use letters, digits, hyphens, dots and underscores.");
            else if (place.AsText(MaxValueLength) is { } value) parameters[name] = value;
        }

        return parameters.ToImmutable();
    }
}
