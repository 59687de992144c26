using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TenantGateway.Tests.Architecture;

/// <summary>
/// Every use of a type that the compiler leaves in an assembly. It leaves none of constants and of <c>nameof</c>, which it replaces by
/// their values.
/// </summary>
internal static class TypeUses
{
    public static IEnumerable<TypeUse> In(ModuleDefinition module) => module.Types.SelectMany(In);

    public static IEnumerable<TypeUse> In(TypeDefinition outermost) => In(outermost, outermost).Distinct();

    private static IEnumerable<TypeUse> In(TypeDefinition user, TypeDefinition type)
    {
        // :: Step 1: what its head names
        IEnumerable<TypeReference?> head = [type.BaseType, .. type.Interfaces.Select(implemented => implemented.InterfaceType), .. Constraints(type)];
        var attributes = Attributes(type).Concat(type.Interfaces.SelectMany(Attributes)).Concat(type.GenericParameters.SelectMany(Attributes));
        var uses = Expand(head.Concat(attributes)).Select(used => new TypeUse(user, used, null, type.FullName));

        // :: Step 2: its members
        uses = uses.Concat(type.Fields.SelectMany(field => Named(user, field, [field.FieldType, .. Attributes(field)])));
        uses = uses.Concat(type.Properties.SelectMany(property => Named(user, property, Attributes(property))));
        uses = uses.Concat(type.Events.SelectMany(occurrence => Named(user, occurrence, Attributes(occurrence))));
        uses = uses.Concat(type.Methods.SelectMany(method => In(user, method)));

        // :: Step 3: what is nested in it, written or generated
        return uses.Concat(type.NestedTypes.SelectMany(nested => In(user, nested)));
    }

    private static IEnumerable<TypeUse> In(TypeDefinition user, MethodDefinition method)
    {
        IEnumerable<TypeReference?> signature =
        [
            method.ReturnType, .. Attributes(method), .. Attributes(method.MethodReturnType), .. Constraints(method),
            .. method.Parameters.SelectMany(parameter => Attributes(parameter).Prepend(parameter.ParameterType)),
            .. method.GenericParameters.SelectMany(Attributes), .. method.Overrides.Select(overridden => overridden.DeclaringType),
        ];
        var uses = Named(user, method, signature);
        if (!method.HasBody) return uses;

        var body = method.Body;
        var catches = body.ExceptionHandlers.Select(handler => handler.CatchType);
        uses = uses.Concat(Named(user, method, body.Variables.Select(variable => variable.VariableType).Concat(catches)));
        return uses.Concat(body.Instructions.SelectMany(instruction => In(user, method, instruction)));
    }

    private static IEnumerable<TypeUse> In(TypeDefinition user, MethodDefinition method, Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => Named(user, method, [type]),
        FieldReference field => Member(user, method, field).Concat(Named(user, method, [field.FieldType])),
        MethodReference called => Member(user, method, called).Concat(Named(user, method, Signature(called))),
        CallSite site => Named(user, method, [site.ReturnType, .. site.Parameters.Select(parameter => parameter.ParameterType)]),
        _ => [],
    };

    private static IEnumerable<TypeReference?> Signature(MethodReference method)
    {
        IEnumerable<TypeReference?> types = [method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType)];
        return method is GenericInstanceMethod generic ? types.Concat(generic.GenericArguments).Concat(Signature(generic.ElementMethod)) : types;
    }

    private static IEnumerable<TypeUse> Member(TypeDefinition user, MethodDefinition method, MemberReference member) =>
        Expand([member.DeclaringType]).Select((type, index) => new TypeUse(user, type, index == 0 ? member.Name : null, Place(method)));

    private static IEnumerable<TypeUse> Named(TypeDefinition user, IMemberDefinition place, IEnumerable<TypeReference?> types) =>
        Expand(types).Select(type => new TypeUse(user, type, null, Place(place)));

    private static string Place(IMemberDefinition member) => $"{member.DeclaringType.Name}.{member.Name}";

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider provider) =>
        provider.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider provider) =>
        provider.CustomAttributes.SelectMany(attribute =>
            attribute.ConstructorArguments.Concat(attribute.Fields.Concat(attribute.Properties).Select(named => named.Argument))
                .SelectMany(Argument).Prepend(attribute.AttributeType));

    private static IEnumerable<TypeReference> Argument(CustomAttributeArgument argument) => argument.Value switch
    {
        TypeReference type => [argument.Type, type],
        CustomAttributeArgument boxed => Argument(boxed),
        CustomAttributeArgument[] many => many.SelectMany(Argument).Prepend(argument.Type),
        _ => [argument.Type],
    };

    /// <summary>The types that a type is made of: elements, arguments and modifiers; the outermost one first.</summary>
    private static IEnumerable<TypeReference> Expand(IEnumerable<TypeReference?> types) => types.SelectMany(type => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => Expand([generic.ElementType, .. generic.GenericArguments]),
        FunctionPointerType pointer => Expand([pointer.ReturnType, .. pointer.Parameters.Select(parameter => parameter.ParameterType)]),
        IModifierType modified => Expand([modified.ElementType, modified.ModifierType]),
        TypeSpecification wrapped => Expand([wrapped.ElementType]),
        _ => Enumerable.Repeat(type, 1),
    });
}
