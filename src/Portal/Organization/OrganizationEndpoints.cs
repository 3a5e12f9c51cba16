using Portal.Api;
using Portal.Client.Organization;

namespace Portal.Organization;

internal static class OrganizationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var settings = routes.MapGroup("/v2/organization/settings").WithTags("Organization");
        settings.MapGet("", Get).WithSummary("Read the organization's settings");
        settings.MapPost("", Update).WithSummary("Change the organization's settings")
            .Replays<IOrganizationService, OrganizationSettings>((service, http, _) => service.Get(http.RequestAborted));
        settings.MapPost("/test_mail", SendTestMail).WithSummary("Send a mail by the settings as they are saved, and answer what the server said");
        routes.MapGet("/v2/organization/status", GetStatus).WithTags("Organization").WithSummary("Read the portal's version, data folder and database size");
        routes.MapGet("/organization/logo", Logo).ExcludeFromDescription();
    }

    static async Task<Reply<OrganizationSettings>> Get(IOrganizationService service, CancellationToken cancellation) =>
        await service.Get(cancellation);

    static async Task<Reply<OrganizationSettings>> Update(
        Patch<OrganizationSettingsInput> patch, IOrganizationService service, HttpContext http, CancellationToken cancellation) =>
        await patch.Apply(http, () => service.Get(cancellation), input => service.Update(input, cancellation));

    static async Task<Reply<PortalStatus>> GetStatus(IOrganizationService service, CancellationToken cancellation) =>
        await service.GetStatus(cancellation);

    static async Task<Reply<TestMail>> SendTestMail(Body<TestMailInput> body, IOrganizationService service, CancellationToken cancellation) =>
        await service.SendTestMail(body.Value, cancellation);

    /// <summary>For the sign-in page, which nobody is signed in at.</summary>
    static async Task<IResult> Logo(HttpContext http, IOrganizationSettings settings, CancellationToken cancellation)
    {
        if ((await settings.Get(cancellation)).Logo is not { } uri || LogoImage.Parse(uri).Value is not { } logo)
            return Results.NotFound();
        http.Response.Headers.CacheControl = "no-cache";
        // As the source of an image it shows all the same; opened by itself, an SVG could run scripts.
        http.Response.Headers.ContentDisposition = "attachment";
        var tag = ETags.OfBytes(logo.Bytes);
        http.Response.Headers.ETag = tag;
        return http.Request.Headers.IfNoneMatch.Contains(tag)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(logo.Bytes, logo.MediaType);
    }
}
