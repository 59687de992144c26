namespace TenantGateway.Core.Keys;

/// <summary>The shapes that rest on FF1. The numbers are part of the format.</summary>
internal enum ShapeKind : byte
{
    Date = 1,
    Phone = 2,
}
