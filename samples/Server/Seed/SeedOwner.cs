namespace Server.Seed;

/// <summary>The first line of a file: whose memories the others are. Without a user they are those of the agents and the app.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Actor">Who speaks, where a line says nothing else.</param>
internal sealed record SeedOwner(string? User, string? Actor);
