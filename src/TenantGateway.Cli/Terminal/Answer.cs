using System.Diagnostics.CodeAnalysis;

namespace TenantGateway.Cli.Terminal;

/// <summary>A value, or why there is none.</summary>
internal readonly record struct Answer<T>
    where T : class
{
    private readonly T? _value;
    private readonly CliFailure? _failure;

    private Answer(T? value, CliFailure? failure) => (_value, _failure) = (value, failure);

    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(CliFailure failure) => new(null, failure);

    public bool Failed([NotNullWhen(true)] out CliFailure? failure, [NotNullWhen(false)] out T? value)
    {
        (failure, value) = (_failure, _value);
        if (failure is not null) return true;
        if (value is null) throw new InvalidOperationException("A default answer answers nothing.");
        return false;
    }
}
