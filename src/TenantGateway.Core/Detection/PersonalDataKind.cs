namespace TenantGateway.Core.Detection;

/// <summary>What was found inside prose. Of two findings that cover the same bytes, the kind that stands first here wins.</summary>
public enum PersonalDataKind
{
    /// <summary>A value that is protected elsewhere in the same document.</summary>
    KnownValue,

    /// <summary>An email address with a domain of two labels or more.</summary>
    Email,

    /// <summary>An IBAN (ISO 13616) of a country's length whose check digits are right.</summary>
    Iban,

    /// <summary>A permanent account number of the Indian income tax: five letters, four digits, a letter.</summary>
    IndianPan,

    /// <summary>An IPv4 address, or an IPv6 address (RFC 4291 section 2.2) with a digit in it.</summary>
    IpAddress,

    /// <summary>A US social security number, as the SSA gives them out.</summary>
    UsSsn,

    /// <summary>A payment card number (ISO/IEC 7812) of a known network whose check digit is right.</summary>
    PaymentCard,

    /// <summary>An Indian Aadhaar number whose check digit (Verhoeff) is right.</summary>
    Aadhaar,

    /// <summary>A full date near words that make it somebody's birth. Other dates are not found.</summary>
    DateOfBirth,

    /// <summary>A phone number: international, in a national form that is not much else, or near words that make it one.</summary>
    Phone,
}
