using System.Reflection;

namespace TenantGateway;

/// <summary>One setting that the gateway reads.</summary>
/// <param name="Key">Its place; <c>N</c> stands for the number of an element of a list, <c>NAME</c> for a name that the deployment chooses.</param>
/// <param name="Section">The section of its module.</param>
/// <param name="Property">Where it is bound to: its bounds are declared there.</param>
/// <param name="Type">What it is read as; for a list or dictionary of values, what each of them is.</param>
/// <param name="Default">What holds where it is left out; null for nothing, and for each value of a list or dictionary.</param>
internal sealed record Setting(string Key, string Section, PropertyInfo Property, Type Type, object? Default);
