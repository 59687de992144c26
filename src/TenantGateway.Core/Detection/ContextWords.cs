using System.Text;

namespace TenantGateway.Core.Detection;

/// <summary>The words that decide what a number is, in small letters: English, German, French, Spanish, Italian, Portuguese, Dutch and Indian English.</summary>
internal static class ContextWords
{
    public static readonly byte[][] Phone = Words(
        "phone|phones|telephone|tel|tel.|ph|mob|mobile|mobiles|cell|cellphone|call|calls|called|calling|fax|desk|dial|text|sms|whatsapp|whats app|contact|contacts|reach|ring|answering|answer|messages|message|registered|" +
        "hotline|helpline|landline|handy|handynummer|telefon|telefonnummer|rufnummer|anrufen|erreichbar|erreichen|festnetz|mobil|mobilnummer|téléphone|téléphoner|tél|portable|appeler|appelez|appelle|joindre|joignable|" +
        "teléfono|telefono|móvil|cellulare|llame|llamar|chiamare|chiami|celular|telefone|telemóvel|bellen|gsm|direct line|toll free|switchboard|pager|signal|telegram|phone number|contact number|mobile number|callback|voicemail");

    public static readonly byte[][] PhoneBehind = Words("office|fax|mobile|cell|phone|home|work|desk|landline|direct|whatsapp");

    /// <summary>What else rows of digits are: nearer than a word for phones, they win.</summary>
    public static readonly byte[][] OtherNumber = Words(
        "order|orders|invoice|invoices|ticket|tickets|case|account|acct|a/c|ref|reference|id|ids|license|licence|zip|postcode|pincode|pin code|code|card|passport|tracking|serial|policy|isbn|issn|sku|" +
        "part|batch|lot|po|vat|gst|gstin|tax|booking|reservation|claim|customer|member|membership|transaction|txn|utr|article|model|version|build|item|items|sum|total|amount|price|usd|eur|inr|rs|" +
        "kundennummer|bestellung|rechnung|rechnungsnummer|vertrag|konto|kontonummer|steuernummer|commande|facture|dossier|pedido|factura|ordine|fattura|meter|shipment|parcel|protocol|revenue|population");

    public static readonly byte[][] Ssn = Words("ssn|social security|social security number|social|soc sec|ss#|ssn#");

    public static readonly byte[][] Birth = Words(
        "born|birth|birthday|birthdate|birth date|dob|d.o.b|d.o.b.|date of birth|b-day|bday|geboren|geb|geb.|geburtsdatum|geburtstag|né|née|né le|née le|naissance|nacido|nacida|nació|nacimiento|nato|nata|nascita|nascido|nascida|" +
        "nascimento|geboortedatum|cumpleaños|anniversaire|janmdin|janm tithi");

    public static readonly byte[][] Versions = Words("version|versions|v|release|firmware|build|section|chapter|rfc|clause|ver|ver.");

    public static readonly byte[][] Months = Words(
        "january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|sep|sept|october|oct|november|nov|december|dec|" +
        "januar|jänner|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|" +
        "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|" +
        "janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|januari|februari|maart|mei|augustus");

    private static byte[][] Words(string words) => [.. words.Split('|').Select(Encoding.UTF8.GetBytes)];
}
