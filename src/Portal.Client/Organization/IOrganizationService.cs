using Portal.Client.Api;

namespace Portal.Client.Organization;

/// <summary>The organization's settings; for administrators.</summary>
public interface IOrganizationService
{
    Task<Result<OrganizationSettings>> Get(CancellationToken cancellation);

    /// <summary>Replaces what is set; the endpoint lays a partial body over the present values first.</summary>
    Task<Result<OrganizationSettings>> Update(OrganizationSettingsInput input, CancellationToken cancellation);

    Task<Result<PortalStatus>> GetStatus(CancellationToken cancellation);

    /// <summary>Sends a mail by the settings as they are saved.</summary>
    Task<Result<TestMail>> SendTestMail(TestMailInput input, CancellationToken cancellation);
}
