import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api/client.ts'
import { router } from './routes.tsx'
import { takeOver } from './take-over.ts'

const client = new QueryClient({
  defaultOptions: {
    // Without a connection one is told so, and does not wait before an empty page.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 60_000,
      // What the API refuses it will refuse again.
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status < 500),
    },
  },
})

// Where the server has written the first content of the page, the app is made out of sight and takes its place once it
// has as much to say: nothing that was there to be read goes away again.
const root = document.getElementById('root')!
const stage = root.hasAttribute('data-written') ? document.createElement('div') : root

createRoot(stage).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
if (stage !== root) takeOver(root, stage)
