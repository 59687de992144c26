using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;

namespace TenantGateway.Demo.Crm;

/// <summary>Names of contacts: <c>c_</c> and 16 characters of <c>[a-z2-7]</c>, 80 random bits. They say nothing about the person.</summary>
internal static class ContactId
{
    public static string Create() => "c_" + Base32.Encode(RandomNumberGenerator.GetBytes(10));
}
