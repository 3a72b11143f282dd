namespace Mem0Sharp;

/// <summary>About whom facts are kept.</summary>
public enum FactSubject
{
    /// <summary>The people who talk to the assistant, and whom they talk about. Rules read the messages of the role "user".</summary>
    User = 0,

    /// <summary>
    /// The assistant: what it is called and is like, can do, prefers, has agreed to, done or found out. Rules read the messages of the role
    /// "assistant".
    /// </summary>
    Agent = 1,

    /// <summary>Both.</summary>
    Both = 2,
}
