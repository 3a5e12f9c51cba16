using Portal.Client.People;

namespace Portal.People;

/// <summary>The people of the organization: who is in it and how they come in, what they may, and their own accounts.</summary>
internal static class PeopleFeature
{
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<JoiningRules>();
        services.AddSingleton<Letters>();
        services.AddScoped<UserSessions>();
        services.AddScoped<PersonAccess>();
        services.AddScoped<PersonExport>();
        services.AddScoped<PasswordResets>();
        services.AddScoped<OwnershipTransfers>();
        services.AddScoped<InviteAcceptance>();
        services.AddScoped<PeopleService>();
        services.AddScoped<IPeopleService>(provider => provider.GetRequiredService<PeopleService>());
        services.AddScoped<IInvitesService, InvitesService>();
        services.AddScoped<IProfileService, ProfileService>();
        services.AddScoped<ITableChoices, TableChoices>();
        return services;
    }

    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        PeopleEndpoints.Map(routes);
        InvitesEndpoints.Map(routes);
        ProfileEndpoints.Map(routes);
        InvitePages.Map(routes);
        PasswordPages.Map(routes);
    }
}
