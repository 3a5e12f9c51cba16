using Portal.Client.Api;
using Portal.Client.Backups;
using Portal.Client.Organization;

namespace Portal.Client.Tests.Organization;

sealed class FakeOrganization : IOrganizationService, IBackupsService
{
    public static readonly Backup Nightly = new("bak_1", BackupKind.Scheduled, "portal-1.zip", 4_000_000, 1_795_000_000);

    public OrganizationSettings Settings { get; set; } = new(
        "Portal", null, "UTC", new SignInRules(), [], new SmtpServer("smtp.example.org", 587, SmtpSecurity.Starttls, "portal", HasPassword: true, "portal@example.org"),
        new BackupSchedule(), 1_795_000_000);

    public ApiError? Failure { get; set; }

    public TestMail Mail { get; set; } = new(true, "ada@example.test", 120, null);

    public string? BackupFailure { get; set; }

    public List<OrganizationSettingsInput> Inputs { get; } = [];

    public List<Backup> Backups { get; } = [Nightly];

    public Task<Result<OrganizationSettings>> Get(CancellationToken cancellation) => Task.FromResult<Result<OrganizationSettings>>(Settings);

    public Task<Result<OrganizationSettings>> Update(OrganizationSettingsInput input, CancellationToken cancellation)
    {
        Inputs.Add(input);
        return Answer(Settings = Failure is null ? Settings with { Name = input.Name, TimeZone = input.TimeZone, SignIn = input.SignIn } : Settings);
    }

    public Task<Result<PortalStatus>> GetStatus(CancellationToken cancellation) => Task.FromResult<Result<PortalStatus>>(
        new PortalStatus("0.2.0", 1_795_000_000, "/var/lib/portal/data", 1_572_864, 10_000_000_000, "0012_organization", BackupFailure, "# Notes\n\n- **New** things"));

    public Task<Result<TestMail>> SendTestMail(TestMailInput input, CancellationToken cancellation) => Answer(Mail);

    public Task<Result<ListPage<Backup>>> List(ListQuery query, CancellationToken cancellation) =>
        Task.FromResult<Result<ListPage<Backup>>>(new ListPage<Backup>([.. Backups], null, null, false));

    public Task<Result<Backup>> Create(CancellationToken cancellation)
    {
        var made = Nightly with { Id = "bak_2", Kind = BackupKind.Manual };
        if (Failure is null) Backups.Insert(0, made);
        return Answer(made);
    }

    public Task<Result<Deleted>> Delete(string id, CancellationToken cancellation)
    {
        if (Failure is null) Backups.RemoveAll(backup => backup.Id == id);
        return Answer(new Deleted(id, "backup.deleted"));
    }

    Task<Result<Backup>> IBackupsService.Get(string id, CancellationToken cancellation) => throw new NotSupportedException();

    Task<Result<T>> Answer<T>(T value) => Task.FromResult<Result<T>>(Failure is { } error ? error : value);
}
