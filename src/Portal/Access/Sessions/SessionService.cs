using Portal.Access.Users;
using Portal.Alerts;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Projects;
using Portal.Data;
using Portal.Organization;

namespace Portal.Access.Sessions;

internal sealed class SessionService(CallContext context, IDatabase database, IOrganizationSettings organization, CurrencyCache currency) : ISessionService
{
    public async Task<Result<Session>> Get(CancellationToken cancellation)
    {
        if (!context.IsAuthenticated) return ApiError.Unauthenticated("Nobody is signed in. Sign in at /sign-in.");
        var caller = context.Caller;
        if (caller.Kind is not ActorType.User) return ApiError.Forbidden("A key has no session. Only a signed-in person has.");
        var (user, columns) = await database.Read(
            connection => (UsersRepository.FindById(connection, caller.Id), UsersRepository.TableColumns(connection, caller.Id)), cancellation);
        if (user is null) return ApiError.Unauthenticated("Nobody is signed in. Sign in at /sign-in.");
        var settings = await organization.Get(cancellation);
        return new Session(user.Id, user.Name, user.Email, user.Role, user.Role >= Role.Admin, [.. caller.Memberships.Values])
        {
            TimeZone = user.TimeZone ?? settings.TimeZone,
            Locale = user.Locale,
            TableColumns = columns,
            OrganizationName = settings.Name,
            OrganizationLogo = LogoImage.Address(settings),
            DisplayCurrency = await currency.Get(cancellation),
        };
    }
}
