using System.Globalization;

namespace TenantGateway.Faults.Load;

/// <summary>What Linux says of a process.</summary>
internal static class ProcessFigures
{
    /// <summary>CPU of both kinds since its start, in steps of 10 ms.</summary>
    public static TimeSpan CpuOf(int process)
    {
        var fields = StatOf(process);
        return TimeSpan.FromMilliseconds(10 * (Field(fields, 14) + Field(fields, 15)));
    }

    /// <summary>The same, with its children: those that are there, and those that ended.</summary>
    public static TimeSpan CpuWithChildrenOf(int process)
    {
        var fields = StatOf(process);
        var sum = TimeSpan.FromMilliseconds(10 * (Field(fields, 14) + Field(fields, 15) + Field(fields, 16) + Field(fields, 17)));
        foreach (var child in File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                sum += CpuOf(int.Parse(child, CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }

        return sum;
    }

    // proc(5), counted behind the name in parentheses, which may hold anything.
    private static string[] StatOf(int process) => File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ');

    private static long Field(string[] fields, int number) => long.Parse(fields[number - 3], CultureInfo.InvariantCulture);
}
