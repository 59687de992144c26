using Microsoft.Extensions.Options;

namespace TenantGateway.Storage.PostgreSql;

/// <summary>Finds what is wrong with the connection string before anything connects.</summary>
internal sealed class PostgreSqlOptionsValidator(IHostEnvironment environment) : IValidateOptions<PostgreSqlOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgreSqlOptions options)
    {
        if (options.ConnectionStringFile is not { Length: > 0 } file) return ValidateOptionsResult.Success;
        // It may be the connection string itself.
        var named = file.Contains('=') ? "" : $" ({file})";
        var failures = Defects(file).Select(defect => $"{PostgreSqlOptions.Section}:ConnectionStringFile{named}: {defect}").ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Defects(string file)
    {
        try
        {
            return ConnectionStringFile.Defects(ConnectionStringFile.Read(file), environment.IsDevelopment());
        }
        catch (InvalidDataException unfit)
        {
            return [unfit.Message];
        }
    }
}
