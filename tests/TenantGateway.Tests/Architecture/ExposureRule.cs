using Mono.Cecil;

namespace TenantGateway.Tests.Architecture;

/// <summary>What others can see of an assembly, and what they could change behind its back.</summary>
internal static class ExposureRule
{
    /// <summary>The public types that are not on the list of deliberate ones.</summary>
    public static IEnumerable<string> PublicTypes(ModuleDefinition module, IReadOnlySet<string> deliberate) =>
        module.Types.Where(type => type.IsPublic && !deliberate.Contains(type.FullName)).Select(type => $"{type.FullName} is public");

    /// <summary>Static fields that another type could write. Private ones, and those the compiler keeps for itself, are their type's own affair.</summary>
    public static IEnumerable<string> MutableStatics(IEnumerable<TypeDefinition> types) =>
        from type in types.SelectMany(WithNested)
        from field in type.Fields
        where field.IsStatic && !field.IsPrivate && !field.IsInitOnly && !field.IsLiteral && !(type.Name + field.Name).Contains('<', StringComparison.Ordinal)
        select $"{type.FullName}.{field.Name} is static and can be written";

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);
}
