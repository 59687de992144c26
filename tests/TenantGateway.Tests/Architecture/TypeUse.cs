using Mono.Cecil;

namespace TenantGateway.Tests.Architecture;

/// <summary>That one type names another, anywhere: in a signature, a body, an attribute or a generic argument.</summary>
/// <param name="User">The outermost type: what the compiler generates for closures, iterators and async methods counts as its author's.</param>
/// <param name="Used">The named type itself, never an array, pointer or generic instance of it.</param>
/// <param name="Member">The member of it, where one is named.</param>
/// <param name="Place">The member of the user where it happens, or the user itself.</param>
internal readonly record struct TypeUse(TypeDefinition User, TypeReference Used, string? Member, string Place)
{
    public string UsedName => Used.FullName.Replace('/', '.');

    /// <summary>Nested types have the namespace of the type around them.</summary>
    public string UsedNamespace
    {
        get
        {
            var outermost = Used;
            while (outermost.DeclaringType is { } declaring) outermost = declaring;
            return outermost.Namespace;
        }
    }

    /// <summary>True where the used type is declared in that assembly.</summary>
    public bool IsWithin(ModuleDefinition module) =>
        Used.Scope is ModuleDefinition || Used.Scope is AssemblyNameReference assembly && assembly.Name == module.Assembly.Name.Name;

    public override string ToString() => $"{User.FullName} uses {UsedName}{(Member is null ? "" : "." + Member)} in {Place}";
}
