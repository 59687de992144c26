using System.Globalization;
using Spectre.Console;
using TenantGateway.Cli.Terminal;
using TenantGateway.Core.Protection.Explanations;

namespace TenantGateway.Cli.Access;

/// <summary>An explanation for people: who it is taken for, what is given, and every rule with what is missing.</summary>
internal static class AccessTables
{
    public static object[] Of(AccessDocument document, Printer printer) =>
    [
        $"Route {document.Route}, policies {document.PolicyVersion}{(document.Tenant is null ? "" : $", tenant {document.Tenant}")}.",
        .. document.TokenDefect is null ? (object[])[] : [$"The token is refused: {document.TokenDefect}."],
        .. document.RefusedAs is null ? (object[])[] : [$"Before any rule the caller meets {document.RefusedAs}."],
        .. document.Access is null ? [] : Of(document.Access, printer),
    ];

    public static object[] Of(AccessExplanation explained, Printer printer)
    {
        var given = Printer.Table("Class", "Form", "Write", "Search", "Fresh login gives more");
        var rules = Printer.Table("Class", "Rule", "Effect", "Applies", "Because");
        foreach (var entry in explained.Classes)
        {
            given.AddRow(printer.Cell(entry.Class), printer.Cell(entry.Form), printer.Cell(YesNo(entry.MayWrite)), printer.Cell(YesNo(entry.MaySearch)), printer.Cell(Seconds(entry.FreshLoginSeconds)));
            foreach (var rule in entry.Rules) rules.AddRow(printer.Cell(entry.Class), printer.Cell(rule.Rule), printer.Cell(rule.Effect), printer.Cell(YesNo(rule.Applies)), printer.Cell(rule.Unmet));
        }

        return [explained.Entrance, Caller(explained.Caller), Purpose(explained.Purpose), given, rules];
    }

    private static string Caller(ExplainedCaller caller) =>
        caller.Type switch { "webhook" => "A sender without a token.", "anonymous" => "Anybody, without a token.", _ => OwnerOf(caller) };

    private static string OwnerOf(ExplainedCaller caller) =>
        $"{(caller.Service is { } service ? $"Service {service}" : "A person")} with the roles [{string.Join(", ", caller.Roles)}] and the scopes [{string.Join(", ", caller.Scopes)}]"
        + $"{(caller.Client is { } client ? $", by the client {client}" : "")}{(caller.LoginAgeSeconds is { } age ? string.Create(CultureInfo.InvariantCulture, $", logged in {age} s ago") : "")}.";

    private static string Purpose(ExplainedPurpose purpose) => purpose switch
    {
        { Stated: null } => "No purpose is stated.",
        { Accepted: true } => $"The purpose {purpose.Stated} is accepted.",
        _ => $"The purpose {purpose.Stated} is not for this caller, who is treated as one without.",
    };

    private static string YesNo(bool yes) => yes ? "yes" : "no";

    private static string Seconds(long? seconds) => seconds is { } age ? string.Create(CultureInfo.InvariantCulture, $"{age} s") : "";
}
