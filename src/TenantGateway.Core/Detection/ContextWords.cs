using System.Text;

namespace TenantGateway.Core.Detection;

/// <summary>The words that decide what a number is, in small letters: English, German, French, Spanish, Italian, Portuguese, Dutch and Indian English.</summary>
internal static class ContextWords
{
    public static readonly ContextWord[] Phone = Words(
        "phone|phones|telephone|tel|tel.|ph|mob|mobile|mobiles|cell|cellphone|call|calls|called|calling|fax|desk|dial|text|sms|whatsapp|whats app|contact|contacts|reach|ring|answering|answer|messages|message|registered|" +
        "hotline|helpline|landline|handy|handynummer|telefon|telefonnummer|rufnummer|anrufen|erreichbar|erreichen|festnetz|mobil|mobilnummer|téléphone|téléphoner|tél|portable|appeler|appelez|appelle|joindre|joignable|" +
        "teléfono|telefono|móvil|cellulare|llame|llamar|chiamare|chiami|celular|telefone|telemóvel|bellen|gsm|direct line|toll free|switchboard|pager|signal|telegram|phone number|contact number|mobile number|callback|voicemail");

    public static readonly ContextWord[] PhoneBehind = Words("office|fax|mobile|cell|phone|home|work|desk|landline|direct|whatsapp");

    /// <summary>What else rows of digits are: nearer than a word for phones, they win.</summary>
    public static readonly ContextWord[] OtherNumber = Words(
        "order|orders|invoice|invoices|ticket|tickets|case|account|acct|a/c|ref|reference|id|ids|license|licence|zip|postcode|pincode|pin code|code|card|passport|tracking|serial|policy|isbn|issn|sku|" +
        "part|batch|lot|po|vat|gst|gstin|tax|booking|reservation|claim|customer|member|membership|transaction|txn|utr|article|model|version|build|item|items|sum|total|amount|price|usd|eur|inr|rs|" +
        "kundennummer|bestellung|rechnung|rechnungsnummer|vertrag|konto|kontonummer|steuernummer|commande|facture|dossier|pedido|factura|ordine|fattura|meter|shipment|parcel|protocol|revenue|population");

    public static readonly ContextWord[] Ssn = Words("ssn|social security|social security number|social|soc sec|ss#|ssn#");

    public static readonly ContextWord[] Birth = Words(
        "born|birth|birthday|birthdate|birth date|dob|d.o.b|d.o.b.|date of birth|b-day|bday|geboren|geb|geb.|geburtsdatum|geburtstag|né|née|né le|née le|naissance|nacido|nacida|nació|nacimiento|nato|nata|nascita|nascido|nascida|" +
        "nascimento|geboortedatum|cumpleaños|anniversaire|janmdin|janm tithi");

    public static readonly ContextWord[] Versions = Words("version|versions|v|release|firmware|build|section|chapter|rfc|clause|ver|ver.");

    public static readonly ContextWord[] Months = Words(
        "january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|sep|sept|october|oct|november|nov|december|dec|" +
        "januar|jänner|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|" +
        "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|" +
        "janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|januari|februari|maart|mei|augustus");

    private static ContextWord[] Words(string words) => [.. words.Split('|').Select(word => new ContextWord(Encoding.UTF8.GetBytes(word)))];
}

/// <summary>A word, and which letters it has: a text that lacks one of them need not be searched for it.</summary>
internal readonly record struct ContextWord(byte[] Text)
{
    // One bit for each of a to z, one for bytes of other scripts.
    private const int OtherScripts = 26;

    public uint Letters { get; } = LettersOf(Text);

    /// <summary>The letters of a text in small letters.</summary>
    public static uint LettersOf(ReadOnlySpan<byte> text)
    {
        var letters = 0u;
        foreach (var c in text)
        {
            if ((uint)(c - 'a') <= 'z' - 'a') letters |= 1u << (c - 'a');
            else if (c >= 0x80) letters |= 1u << OtherScripts;
        }

        return letters;
    }
}
