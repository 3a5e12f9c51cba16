using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;

namespace Portal.Client.Organization;

sealed class OrganizationClient(ApiClient api) : IOrganizationService
{
    const string Path = "v2/organization/settings";

    public Task<Result<OrganizationSettings>> Get(CancellationToken cancellation) =>
        api.Get(Path, Default.OrganizationSettings, cancellation);

    public Task<Result<OrganizationSettings>> Update(OrganizationSettingsInput input, CancellationToken cancellation) =>
        api.Post(Path, input, Default.OrganizationSettingsInput, Default.OrganizationSettings, cancellation);

    public Task<Result<PortalStatus>> GetStatus(CancellationToken cancellation) =>
        api.Get("v2/organization/status", Default.PortalStatus, cancellation);

    public Task<Result<TestMail>> SendTestMail(TestMailInput input, CancellationToken cancellation) =>
        api.Post($"{Path}/test_mail", input, Default.TestMailInput, Default.TestMail, cancellation);
}
