using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using TenantGateway.Core.Tenants;
using TenantGateway.Demo.Hosting;

namespace TenantGateway.Demo.Crm;

/// <summary>The CRM's API: <c>POST|GET /crm/contacts</c> and <c>GET|PUT|DELETE /crm/contacts/{id}</c>, JSON objects of any shape.</summary>
internal sealed class ContactEndpoints(ContactStore store)
{
    private const string Collection = "/crm/contacts";
    private const string Item = Collection + "/{id}";
    private const string Json = "application/json";

    /// <summary>More than one, so that the gateway can search by the tokens of two keys.</summary>
    private const int MostEmails = 4;

    /// <summary>Whose contact it is where the direct listener's caller does not say.</summary>
    private static readonly TenantId DefaultTenant = TenantId.Parse("acme");

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Collection, CreateAsync);
        routes.MapGet(Collection, ListAsync);
        routes.MapGet(Item, GetAsync);
        routes.MapPut(Item, ReplaceAsync);
        routes.MapDelete(Item, RemoveAsync);
    }

    private async Task CreateAsync(HttpContext context)
    {
        if (await ReadDocumentAsync(context) is not { } document)
        {
            await AnswerNotAnObjectAsync(context);
            return;
        }

        var id = ContactId.Create();
        await store.AddAsync(Scope(context).Tenant ?? DefaultTenant, id, document, context.RequestAborted);
        context.Response.Headers.Location = $"{Collection}/{id}";
        await AnswerAsync(context, StatusCodes.Status201Created, document.HasId ? document.Assign(id) : document.Render(id));
    }

    private async Task ListAsync(HttpContext context)
    {
        string[] emails = [.. context.Request.Query["email"].Select(email => email ?? "")];
        if (emails.Length > MostEmails)
        {
            await context.AnswerProblemAsync(StatusCodes.Status400BadRequest, $"The list is filtered by at most {MostEmails} emails.");
            return;
        }

        await AnswerAsync(context, StatusCodes.Status200OK, ToList(store.List(Scope(context), emails)));
    }

    private async Task GetAsync(HttpContext context)
    {
        if (store.Find(Scope(context), Id(context)) is { } document)
            await AnswerAsync(context, StatusCodes.Status200OK, document);
        else
            await AnswerUnknownAsync(context);
    }

    private async Task ReplaceAsync(HttpContext context)
    {
        var id = Id(context);
        if (await ReadDocumentAsync(context) is not { } document)
            await AnswerNotAnObjectAsync(context);
        else if (document.HasId && document.Id != id)
            await context.AnswerProblemAsync(StatusCodes.Status400BadRequest, "The id in the body is not the one in the path.");
        else if (await store.ReplaceAsync(Scope(context), id, document, context.RequestAborted))
            await AnswerAsync(context, StatusCodes.Status200OK, document.Render(id));
        else
            await AnswerUnknownAsync(context);
    }

    private async Task RemoveAsync(HttpContext context)
    {
        if (await store.RemoveAsync(Scope(context), Id(context), context.RequestAborted))
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await AnswerUnknownAsync(context);
    }

    private static CrmScope Scope(HttpContext context) => context.Features.GetRequiredFeature<CrmScope>();

    private static string Id(HttpContext context) => (string?)context.GetRouteValue("id") ?? "";

    private static async Task<ContactDocument?> ReadDocumentAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return ContactDocument.TryParse(body.ToArray());
    }

    private static byte[] ToList(IReadOnlyList<byte[]> documents)
    {
        using var list = new MemoryStream();
        list.Write("{\"items\":["u8);
        for (var i = 0; i < documents.Count; i++)
        {
            if (i > 0)
                list.WriteByte((byte)',');
            list.Write(documents[i]);
        }

        list.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"],\"count\":{documents.Count}}}")));
        return list.ToArray();
    }

    private static async Task AnswerAsync(HttpContext context, int status, byte[] json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = Json;
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    private static Task AnswerUnknownAsync(HttpContext context) =>
        context.AnswerProblemAsync(StatusCodes.Status404NotFound, "No such contact.");

    private static Task AnswerNotAnObjectAsync(HttpContext context) =>
        context.AnswerProblemAsync(StatusCodes.Status400BadRequest, "The body must be one JSON object in UTF-8 with at most one id.");
}
