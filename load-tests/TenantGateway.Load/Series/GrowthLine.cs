namespace TenantGateway.Load.Series;

/// <param name="Place">How much of it there is.</param>
/// <param name="CpuMicroseconds">Of the gateway, a request.</param>
/// <param name="Allocated">Bytes a request.</param>
/// <param name="Errors">Answers that were none.</param>
internal sealed record GrowthPoint(int Place, double CpuMicroseconds, double Allocated, long Errors);

/// <summary>How a cost grows.</summary>
/// <param name="Name">With what.</param>
/// <param name="Points">In order.</param>
internal sealed record GrowthLine(string Name, IReadOnlyList<GrowthPoint> Points)
{
    /// <summary>Beyond it a line is called superlinear; 1 is linear, and what is measured has errors.</summary>
    public const double MostExponent = 1.15;

    /// <summary>The steepest step: by which power of the place what is over the first point's cost grows. 0 where it does not.</summary>
    public double Exponent
    {
        get
        {
            var over = Points.Skip(1).Select(point => (point.Place, Cost: point.CpuMicroseconds - Points[0].CpuMicroseconds)).ToArray();
            if (over.Length == 1 && over[0].Cost > Points[0].CpuMicroseconds / 2) return Math.Log(Points[1].CpuMicroseconds / Points[0].CpuMicroseconds) / Math.Log((double)Points[1].Place / Points[0].Place);
            // A step within the noise of the first point says nothing of a power.
            var steps = over.Zip(over.Skip(1)).Where(pair => pair.First.Cost > Points[0].CpuMicroseconds / 2);
            return steps.Select(pair => Math.Log(pair.Second.Cost / pair.First.Cost) / Math.Log((double)pair.Second.Place / pair.First.Place)).DefaultIfEmpty(0).Max();
        }
    }

    public bool IsKept => Exponent <= MostExponent && Points.All(point => point.Errors == 0);
}
