using System.Text;

namespace TenantGateway.Tests.EndToEnd.Ceremonies;

/// <summary>Splits a simple command as a shell would: words, quotes and variables, and nothing else of a shell.</summary>
internal static class ShellWords
{
    public static List<string> Split(string command, IReadOnlyDictionary<string, string> variables)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, isBegun) = ('\0', false);
        for (var i = 0; i < command.Length; i++)
        {
            var c = command[i];
            if (c == quote) quote = '\0';
            else if (quote == '\0' && c is '"' or '\'' && quote == '\0') (quote, isBegun) = (c, true);
            else if (c == '\\' && quote == '"') word.Append(command[++i]);
            else if (c == '$' && quote != '\'') word.Append(variables[NameAt(command, ref i)]);
            else if (c == ' ' && quote == '\0') End();
            else word.Append(c);
        }

        if (quote != '\0') throw new FormatException($"A quote is open: {command}");
        End();
        return words;

        void End()
        {
            if (word.Length > 0 || isBegun) words.Add(word.ToString());
            word.Clear();
            isBegun = false;
        }
    }

    /// <summary>Reads the name behind a dollar sign, and leaves off at its last character.</summary>
    private static string NameAt(string command, ref int i)
    {
        var start = i + 1;
        while (i + 1 < command.Length && (char.IsAsciiLetterUpper(command[i + 1]) || command[i + 1] == '_')) i++;
        return command[start..(i + 1)];
    }
}
