using Agents;
using Mem0Sharp;
using Mem0Sharp.LocalEmbeddings;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

MemoryScope alice = MemoryScope.ForUser("alice");
await using Memory memory = new MemoryBuilder().UseEmbeddings(new LocalEmbeddingGenerator()).Build();
using OfflineModel model = new();

Console.WriteLine("== A chat client that remembers");
// snippet: chat
IChatClient chat = new MemoryChatClient(model, memory.For(alice));

await chat.GetResponseAsync("I moved to Lisbon last week.");
ChatResponse answer = await chat.GetResponseAsync("Where did I move?"); // a conversation of its own
// end-snippet
Show("Where did I move?", answer.Text);

Console.WriteLine("== Functions that a model calls");
// snippet: tools
IChatClient agent = model.AsBuilder().UseFunctionInvocation().Build();
ChatOptions options = new() { Tools = [.. memory.AsAITools(alice)] };

answer = await agent.GetResponseAsync("Please remember: Alice is allergic to nuts.", options);
// end-snippet
Show("Please remember: Alice is allergic to nuts.", answer.Text);

Console.WriteLine("== An agent of Agent Framework");
// snippet: agent
AIAgent helper = new ChatClientAgent(model, new ChatClientAgentOptions
{
    Name = "helper",
    AIContextProviders = [new MemoryContextProvider(memory.For(alice))],
});

AgentResponse response = await helper.RunAsync("Am I allergic to nuts?");
// end-snippet
Show("Am I allergic to nuts?", response.Text);

Console.WriteLine("== What is remembered");
await foreach (MemoryItem item in memory.GetAllAsync(alice))
{
    Console.WriteLine($"   {item.Text}");
}

static void Show(string question, string answer) => Console.WriteLine($"   {question}\n   > {answer}");
